//! Listing a bucket page by page.

use aws_sdk_s3::{
    operation::list_objects_v2::{ListObjectsV2Output, builders::ListObjectsV2FluentBuilder},
    types::Object as Line,
};
use futures::{StreamExt, TryStreamExt, stream};

use super::{
    fault::Fault,
    read::{size, time},
};
use crate::{Error, Listed, Listing, error::Result};

/// The lines of all pages; a page is fetched when the one before is used up.
pub(super) fn lines(request: ListObjectsV2FluentBuilder) -> Listing {
    let pages = request.into_paginator().send();
    stream::unfold(pages, async |mut pages| Some((pages.next().await?, pages)))
        .map(|page| page.map_err(|error| Error::from(Fault::from(error))))
        .map_ok(|page| stream::iter(lines_of(page)))
        .try_flatten()
        .boxed()
}

fn lines_of(page: ListObjectsV2Output) -> impl Iterator<Item = Result<Listed>> {
    page.contents.unwrap_or_default().into_iter().map(line)
}

fn line(line: Line) -> Result<Listed> {
    let size = size(line.size())?;
    let modified = time(line.last_modified())?;
    Ok(Listed::new(line.key.unwrap_or_default(), size, modified))
}
