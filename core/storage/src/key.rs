//! Keys: the only place that knows where an object lies and how it is served.
//!
//! Every part of a key is an id, a number, a digest or one of our formats, so no key can leave its folder.
//! Keys of results derive from the job and the position in its answer: fetching a result twice writes the same
//! objects again instead of new ones.

use std::{fmt, str::FromStr};

use studio_model::{JobId, ThumbnailSize, UserId};

use crate::{OriginalFormat, ThumbnailFormat};

/// Names one object. Displays as its path, which [`ObjectKey::parse`] reads back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKey {
    /// A generated picture or video as the provider sent it: `jobs/<job>/<index>.<format>`.
    Original {
        /// The job that asked for it.
        job_id: JobId,
        /// Position in the job's answer, from 0.
        index: u16,
        /// Its format, found by content.
        format: OriginalFormat,
    },
    /// A smaller copy of an original: `jobs/<job>/<index>-<pixels>.<format>`.
    Thumbnail {
        /// The job of the original.
        job_id: JobId,
        /// Position of the original in the job's answer, from 0.
        index: u16,
        /// Longest side at most.
        size: ThumbnailSize,
        /// Its format.
        format: ThumbnailFormat,
    },
    /// A user's own picture, stored once per content: `users/<user>/uploads/<sha256>.<format>`.
    Upload {
        /// The owner.
        user_id: UserId,
        /// SHA-256 of the bytes.
        sha256: [u8; 32],
        /// Its format, found by content.
        format: OriginalFormat,
    },
}

impl ObjectKey {
    /// Reads a path written by `Display`. None for any other text, also for an unusual spelling of a key
    /// (`jobs/…/007.png`, upper case), so that one object has one path.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let key = match parts[..] {
            ["jobs", job, file] => parse_job_file(job.parse().ok()?, file),
            ["users", user, "uploads", file] => parse_upload(user.parse().ok()?, file),
            _ => None,
        }?;
        (key.to_string() == path).then_some(key)
    }

    /// The media type it is served with.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::Original { format, .. } | Self::Upload { format, .. } => format.content_type(),
            Self::Thumbnail { format, .. } => format.content_type(),
        }
    }

    /// The `Cache-Control` it is served with: an object never changes under its key, and only its owner may see it.
    #[must_use]
    pub const fn cache_control(&self) -> &'static str {
        "private, max-age=31536000, immutable"
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Original { job_id, index, format } => write!(f, "jobs/{job_id}/{index}.{format}"),
            Self::Thumbnail {
                job_id,
                index,
                size,
                format,
            } => write!(f, "jobs/{job_id}/{index}-{}.{format}", size.pixels()),
            Self::Upload {
                user_id,
                sha256,
                format,
            } => write!(f, "users/{user_id}/uploads/{}.{format}", hex::encode(sha256)),
        }
    }
}

/// Which objects to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPrefix {
    /// Every object.
    All,
    /// Results of one job.
    Job(JobId),
    /// Uploads of one user.
    Uploads(UserId),
}

impl fmt::Display for KeyPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Job(job_id) => write!(f, "jobs/{job_id}/"),
            Self::Uploads(user_id) => write!(f, "users/{user_id}/uploads/"),
        }
    }
}

fn parse_job_file(job_id: JobId, file: &str) -> Option<ObjectKey> {
    let (stem, format) = file.split_once('.')?;
    Some(match stem.split_once('-') {
        None => ObjectKey::Original {
            job_id,
            index: stem.parse().ok()?,
            format: format.parse().ok()?,
        },
        Some((index, pixels)) => ObjectKey::Thumbnail {
            job_id,
            index: index.parse().ok()?,
            size: ThumbnailSize::from_pixels(pixels.parse().ok()?)?,
            format: format.parse().ok()?,
        },
    })
}

fn parse_upload(user_id: UserId, file: &str) -> Option<ObjectKey> {
    let (digest, format) = file.split_once('.')?;
    let mut sha256 = [0; 32];
    hex::decode_to_slice(digest, &mut sha256).ok()?;
    Some(ObjectKey::Upload {
        user_id,
        sha256,
        format: OriginalFormat::from_str(format).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: Uuid = Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_00ff);

    fn every_kind_of_key() -> Vec<ObjectKey> {
        let (job_id, user_id) = (JobId(ID), UserId(ID));
        let mut keys = Vec::new();
        for format in OriginalFormat::ALL {
            for index in [0, 9, 10, u16::MAX] {
                keys.push(ObjectKey::Original { job_id, index, format });
            }
            keys.push(ObjectKey::Upload {
                user_id,
                sha256: [0xa7; 32],
                format,
            });
        }
        for format in ThumbnailFormat::ALL {
            for size in ThumbnailSize::ALL {
                keys.push(ObjectKey::Thumbnail {
                    job_id,
                    index: 3,
                    size,
                    format,
                });
            }
        }
        keys
    }

    #[test]
    fn a_path_reads_back_as_its_key() {
        for key in every_kind_of_key() {
            assert_eq!(ObjectKey::parse(&key.to_string()), Some(key), "{key}");
        }
    }

    #[test]
    fn different_keys_have_different_paths() {
        let keys = every_kind_of_key();
        let paths: std::collections::BTreeSet<_> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(paths.len(), keys.len());
    }

    #[test]
    fn stored_paths_do_not_change() {
        let paths: Vec<_> = [
            &every_kind_of_key()[0],
            &every_kind_of_key()[4],
            &every_kind_of_key()[25],
        ]
        .map(ToString::to_string)
        .into();
        assert_eq!(
            paths,
            [
                "jobs/01930000-0000-7000-8000-0000000000ff/0.jpeg".to_owned(),
                format!(
                    "users/01930000-0000-7000-8000-0000000000ff/uploads/{}.jpeg",
                    "a7".repeat(32)
                ),
                "jobs/01930000-0000-7000-8000-0000000000ff/3-256.avif".to_owned(),
            ]
        );
    }

    #[test]
    fn other_texts_are_not_keys() {
        for path in [
            "",
            "/",
            "jobs",
            "jobs//0.png",
            "jobs/../../etc/passwd",
            "jobs/01930000-0000-7000-8000-0000000000ff/..",
            "jobs/01930000-0000-7000-8000-0000000000ff/00.png",
            "jobs/01930000-0000-7000-8000-0000000000ff/+1.png",
            "jobs/01930000-0000-7000-8000-0000000000ff/65536.png",
            "jobs/01930000-0000-7000-8000-0000000000ff/0.PNG",
            "jobs/01930000-0000-7000-8000-0000000000FF/0.png",
            "jobs/01930000000070008000-0000000000ff/0.png",
            "jobs/01930000-0000-7000-8000-0000000000ff/0-300.webp",
            "jobs/01930000-0000-7000-8000-0000000000ff/0-256.png",
            "jobs/01930000-0000-7000-8000-0000000000ff/0.png.tmp",
            "/jobs/01930000-0000-7000-8000-0000000000ff/0.png",
            "users/01930000-0000-7000-8000-0000000000ff/uploads/a7.png",
        ] {
            assert_eq!(ObjectKey::parse(path), None, "{path}");
        }
    }

    #[test]
    fn a_prefix_holds_its_own_keys_only() {
        for key in every_kind_of_key() {
            let path = key.to_string();
            let is_upload = matches!(key, ObjectKey::Upload { .. });
            assert!(path.starts_with(&KeyPrefix::All.to_string()));
            assert_eq!(path.starts_with(&KeyPrefix::Job(JobId(ID)).to_string()), !is_upload);
            assert_eq!(path.starts_with(&KeyPrefix::Uploads(UserId(ID)).to_string()), is_upload);
        }
    }
}
