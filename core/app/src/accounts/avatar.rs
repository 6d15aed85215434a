//! Pictures of people.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use studio_db::avatars;
use studio_media::{Error as MediaError, Limits};
use studio_model::UserId;

use super::{User, find_user};
use crate::decoding::decode;
use crate::{App, Error, Result};

/// Largest file in bytes.
pub const MAX_AVATAR_BYTES: usize = 8 * 1024 * 1024;

/// What a picture may ask of us: a photograph of a telephone.
const LIMITS: Limits = Limits {
    max_file_bytes: MAX_AVATAR_BYTES as u64,
    max_pixels: 64_000_000,
    max_side_px: 12_000,
};

/// Gives the user a picture: the middle square of a JPEG, PNG, WebP or GIF file, written anew.
///
/// # Errors
/// [`Error::Invalid`] about `avatar` when the file is no such picture, or too large.
pub async fn set_avatar(app: &App, user_id: UserId, file: Bytes) -> Result<User> {
    let made = decode(move || studio_media::avatar(&file, &LIMITS)).await?;
    let webp = made.map_err(refusal)?;
    let sha256: [u8; 32] = Sha256::digest(&webp).into();
    let mut tx = app.db.begin().await?;
    avatars::put(
        &mut tx,
        user_id,
        (&sha256, &webp),
        &address(user_id, &sha256),
        app.clock.now(),
    )
    .await?;
    tx.commit().await?;
    find_user(app, user_id).await
}

/// Takes the user's picture away; fine when there is none.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn remove_avatar(app: &App, user_id: UserId) -> Result<User> {
    let mut tx = app.db.begin().await?;
    avatars::delete(&mut tx, user_id, app.clock.now()).await?;
    tx.commit().await?;
    find_user(app, user_id).await
}

/// The picture at an address of ours, a WebP file. Its name holds a digest that nobody guesses, so whoever has it was shown it.
///
/// # Errors
/// [`Error::NotFound`] when it is not the user's picture any more.
pub async fn open_avatar(app: &App, user_id: UserId, digest: &str) -> Result<Vec<u8>> {
    let mut sha256 = [0; 32];
    hex::decode_to_slice(digest, &mut sha256).map_err(|_| Error::NotFound)?;
    let found = avatars::find(&mut *app.db.acquire().await?, user_id, &sha256).await?;
    found.ok_or(Error::NotFound)
}

/// Where pages find it; `studio-web` serves it there.
fn address(user_id: UserId, sha256: &[u8; 32]) -> String {
    format!("/media/avatars/{user_id}/{}.webp", hex::encode(sha256))
}

fn refusal(error: MediaError) -> Error {
    match error {
        MediaError::Encode { reason } => Error::Internal(anyhow::anyhow!("cannot write an avatar: {reason}")),
        MediaError::Corrupt { format, .. } => Error::invalid("avatar", format!("The {format} file is damaged.")),
        error => {
            let text = error.to_string();
            let mut words = text.chars();
            let first = words.next().into_iter().flat_map(char::to_uppercase);
            Error::invalid("avatar", first.chain(words).chain(['.']).collect::<String>())
        }
    }
}
