//! The files that the rows share.

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use studio_media::{Ingested, Limits, sample};
use studio_model::JobId;
use studio_storage::OriginalFormat;
use uuid::{Builder, Uuid};

use crate::decoding::decode;
use crate::images::put_files;
use crate::{App, Error, Result};

/// Width and height, as often as people ask for them. The last one is what an enlarged picture has.
const SHAPES: [(u32, u32); 12] = [
    (1024, 1024),
    (1024, 768),
    (768, 1024),
    (1344, 768),
    (1024, 1024),
    (768, 1344),
    (512, 512),
    (1024, 768),
    (1152, 896),
    (1024, 1024),
    (768, 1024),
    (2048, 2048),
];

/// One of the pictures that rows share.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub(super) object_id: Uuid,
    pub(super) file_path: String,
    pub(super) file: Ingested,
}

/// Draws `count` pictures and stores them with their thumbnails, over what is there of an earlier run.
///
/// # Errors
/// When the store is away.
pub async fn draw(app: &App, seed: u64, count: u16, told: impl Fn() + Sync) -> Result<Vec<Drawn>> {
    let told = &told;
    let drawn = stream::iter(0..count).map(|number| async move {
        let drawn = draw_one(app, seed, number).await;
        told();
        drawn
    });
    // Decoding takes turns by itself.
    drawn.buffered(4).try_collect().await
}

async fn draw_one(app: &App, seed: u64, number: u16) -> Result<Drawn> {
    let mut numbers = ChaCha8Rng::seed_from_u64(seed);
    numbers.set_stream(number.into());
    let (width, height) = SHAPES[usize::from(number) % SHAPES.len()];
    let mut id = [0; 16];
    numbers.fill_bytes(&mut id);
    let object_id = Builder::from_random_bytes(id).into_uuid();
    let picture = numbers.next_u64();
    let read = move || {
        let bytes = sample(picture, width, height)?;
        let file = studio_media::ingest(&bytes, &Limits::default())?;
        Ok::<_, studio_media::Error>((Bytes::from(bytes), file))
    };
    let (bytes, mut file) = decode(read).await?.map_err(Error::internal)?;
    let place = (JobId(object_id), 0);
    let key = put_files(app, place, OriginalFormat::Jpeg, bytes, &file.thumbnails).await?;
    file.thumbnails.clear();
    Ok(Drawn {
        object_id,
        file_path: key.to_string(),
        file,
    })
}
