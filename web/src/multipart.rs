//! Forms of several parts, with the studio's own errors.

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use studio_app::batches::decode;

use crate::Error;
use crate::api::images::inpaint::MAX_MASK_BYTES;
use crate::error::Result;
use crate::extract::{FormPairs, media_type};
use crate::pages::new_batch::MAX_FORM_BYTES;

/// A form whose body may have so many bytes; the route's own limit is the same.
pub(crate) struct Form {
    form: Multipart,
    max_bytes: usize,
}

impl Form {
    pub(crate) async fn open<S: Send + Sync>(request: Request, state: &S, max_bytes: usize) -> Result<Self> {
        let form = Multipart::from_request(request, state)
            .await
            .map_err(|_| Error::Malformed("the form has no boundary".to_owned()))?;
        Ok(Self { form, max_bytes })
    }

    /// The next part with its name and its whole content; its name is one of `known`.
    pub(crate) async fn next(&mut self, known: &[&'static str]) -> Result<Option<(&'static str, Bytes)>> {
        let part = self.next_file(known).await?;
        Ok(part.map(|part| (part.name, part.bytes)))
    }

    /// As [`Self::next`], with the name that the file had where it came from.
    pub(crate) async fn next_file(&mut self, known: &[&'static str]) -> Result<Option<Part>> {
        let max_bytes = self.max_bytes;
        let broken = |error: MultipartError| unreadable(error.status(), max_bytes);
        let Some(field) = self.form.next_field().await.map_err(broken)? else {
            return Ok(None);
        };
        let name = name_of(&field, known)?;
        let file_name = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        Ok(Some(Part { name, file_name, bytes }))
    }
}

/// A part of a form.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    /// As the sender wrote it.
    pub(crate) file_name: Option<String>,
    pub(crate) bytes: Bytes,
}

/// The pairs of a page's form that may bring a table as a file, which becomes the text of the field `table`.
pub(crate) struct UploadPairs {
    pub(crate) pairs: FormPairs,
    /// Why the file is no text.
    pub(crate) complaint: Option<String>,
}

impl<S: Send + Sync> FromRequest<S> for UploadPairs {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (mut pairs, file) = pairs_and_file(request, state, "file", MAX_FORM_BYTES).await?;
        // A browser sends an empty file where none was chosen.
        let mut complaint = None;
        if !file.is_empty() {
            match decode(&file) {
                Ok((text, _encoding)) => pairs.push("table", text),
                Err(error) => complaint = Some(error.to_string()),
            }
        }
        Ok(Self { pairs, complaint })
    }
}

/// The pairs of a page's form that may bring a mask as the file `mask`.
pub(crate) struct MaskForm {
    pub(crate) pairs: FormPairs,
    /// Empty when there is none.
    pub(crate) mask: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for MaskForm {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (pairs, mask) = pairs_and_file(request, state, "mask", MAX_MASK_BYTES).await?;
        Ok(Self { pairs, mask })
    }
}

/// The pairs of a page's form and its one file, which is empty when none was sent.
async fn pairs_and_file<S: Send + Sync>(
    request: Request,
    state: &S,
    file_field: &str,
    max_bytes: usize,
) -> Result<(FormPairs, Bytes)> {
    if media_type(request.headers()).as_deref() != Some("multipart/form-data") {
        return Ok((FormPairs::from_request(request, state).await?, Bytes::new()));
    }
    let Form { mut form, max_bytes } = Form::open(request, state, max_bytes).await?;
    let broken = |error: MultipartError| unreadable(error.status(), max_bytes);
    let (mut pairs, mut file) = (FormPairs::default(), Bytes::new());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == file_field {
            file = field.bytes().await.map_err(broken)?;
        } else {
            // Browsers send line ends as CR LF, which no control shows.
            pairs.push(&name, field.text().await.map_err(broken)?.replace("\r\n", "\n"));
        }
    }
    Ok((pairs, file))
}

fn name_of(field: &Field<'_>, known: &[&'static str]) -> Result<&'static str> {
    let Some(name) = field.name() else {
        return Err(Error::Malformed("a field of the form has no name".to_owned()));
    };
    known.iter().find(|known| **known == name).copied().ok_or_else(|| {
        let shown: String = name.chars().take(100).collect();
        let names: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
        Error::invalid(shown, format!("the form has the fields {}", names.join(" and ")))
    })
}

/// What is wrong with a body that could not be read to its end.
pub(crate) fn unreadable(status: StatusCode, max_bytes: usize) -> Error {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge(max_bytes)
    } else {
        Error::Malformed("the body ended early".to_owned())
    }
}
