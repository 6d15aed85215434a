//! Objects in memory, for tests: they are gone with the store.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use bytes::Bytes;
use futures::{FutureExt, StreamExt, future, stream};
use url::Url;

use crate::{ByteRange, KeyPrefix, Listed, Listing, Object, ObjectInfo, ObjectKey, ObjectStore, error::Result};

/// A store without a disk.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    writes: u64,
    objects: BTreeMap<String, Stored>,
}

#[derive(Clone, Debug)]
struct Stored {
    info: ObjectInfo,
    body: Bytes,
}

impl MemoryStore {
    /// A poisoned lock is as good as any: no operation leaves the map between two states.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, key: &ObjectKey) -> Option<Stored> {
        self.state().objects.get(&key.to_string()).cloned()
    }
}

impl Stored {
    fn open(self, range: Option<ByteRange>) -> Result<Object> {
        let size = self.info.size_bytes;
        let range = range.map_or(Ok(0..size), |range| range.resolve(size))?;
        let part = self.body.slice(indices(&range));
        Ok(Object {
            info: self.info,
            range,
            body: future::ready(Ok(part)).into_stream().boxed(),
        })
    }
}

fn indices(range: &Range<u64>) -> Range<usize> {
    let index = |position| usize::try_from(position).expect("the range lies within a slice");
    index(range.start)..index(range.end)
}

#[async_trait]
impl ObjectStore for MemoryStore {
    async fn put(&self, key: &ObjectKey, body: Bytes) -> Result<()> {
        let mut state = self.state();
        state.writes += 1;
        let info = ObjectInfo {
            size_bytes: body.len() as u64,
            etag: format!("\"{}\"", state.writes),
            last_modified: SystemTime::now(),
        };
        state.objects.insert(key.to_string(), Stored { info, body });
        Ok(())
    }

    async fn get(&self, key: &ObjectKey, range: Option<ByteRange>) -> Result<Option<Object>> {
        self.find(key).map(|stored| stored.open(range)).transpose()
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<ObjectInfo>> {
        Ok(self.find(key).map(|stored| stored.info))
    }

    async fn delete(&self, key: &ObjectKey) -> Result<()> {
        self.state().objects.remove(&key.to_string());
        Ok(())
    }

    fn list(&self, prefix: KeyPrefix) -> Listing {
        let prefix = prefix.to_string();
        let state = self.state();
        let matching = state.objects.range(prefix.clone()..);
        let lines: Vec<_> = matching
            .take_while(|(path, _)| path.starts_with(&prefix))
            .map(|(path, stored)| {
                Ok(Listed::new(
                    path.clone(),
                    stored.info.size_bytes,
                    stored.info.last_modified,
                ))
            })
            .collect();
        stream::iter(lines).boxed()
    }

    async fn presigned_download(&self, _: &ObjectKey, _: &str, _: Duration) -> Result<Option<Url>> {
        Ok(None)
    }

    async fn check(&self) -> Result<()> {
        Ok(())
    }
}
