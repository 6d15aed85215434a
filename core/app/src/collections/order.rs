//! The order of the pictures of a collection.

use std::collections::HashSet;

use studio_db::collections::{self, images as places};
use studio_model::{CollectionId, ImageId, UserId};

use crate::{App, Error, Result};

/// Where to move a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one that is before it.
    Earlier,
    /// After the one that is after it.
    Later,
    /// Before all others.
    First,
    /// After all others.
    Last,
}

/// Gives the pictures of a collection another order. All that are seen must be named, each once; those in the trash follow.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's, [`Error::Invalid`] when other pictures are named than there are.
pub async fn reorder(app: &App, user_id: UserId, id: CollectionId, image_ids: &[ImageId]) -> Result<()> {
    change(app, user_id, id, |seen| {
        let named: HashSet<&ImageId> = image_ids.iter().collect();
        let is_whole = image_ids.len() == seen.len() && named.len() == seen.len();
        if is_whole && seen.iter().all(|image| named.contains(image)) {
            return Ok(image_ids.to_vec());
        }
        let message = format!("name each of the {} images of the collection once", seen.len());
        Err(Error::invalid("image_ids", message))
    })
    .await
}

/// Moves one picture of a collection. One that is there already stays where it is.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's, or a picture that is not seen on it.
pub async fn move_image(
    app: &App,
    user_id: UserId,
    id: CollectionId,
    image_id: ImageId,
    direction: Direction,
) -> Result<()> {
    change(app, user_id, id, |seen| moved(seen, image_id, direction)).await
}

/// One transaction: the collection is locked, so that the order is that of the pictures that there are.
async fn change(
    app: &App,
    user_id: UserId,
    id: CollectionId,
    order: impl FnOnce(&[ImageId]) -> Result<Vec<ImageId>>,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !collections::lock_for_user(&mut tx, user_id, id).await? {
        return Err(Error::NotFound);
    }
    let all = places::list_all(&mut tx, id).await?;
    let of = |wanted: bool| {
        all.iter()
            .filter(move |(_, is_deleted)| *is_deleted == wanted)
            .map(|(id, _)| *id)
    };
    let seen: Vec<ImageId> = of(false).collect();
    let mut ordered = order(&seen)?;
    ordered.extend(of(true));
    places::reorder(&mut tx, id, &ordered).await?;
    tx.commit().await?;
    Ok(())
}

fn moved(seen: &[ImageId], image_id: ImageId, direction: Direction) -> Result<Vec<ImageId>> {
    let from = seen.iter().position(|id| *id == image_id).ok_or(Error::NotFound)?;
    let last = seen.len() - 1;
    let to = match direction {
        Direction::Earlier => from.saturating_sub(1),
        Direction::Later => last.min(from + 1),
        Direction::First => 0,
        Direction::Last => last,
    };
    let mut ordered = seen.to_vec();
    let image = ordered.remove(from);
    ordered.insert(to, image);
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_picture_moves_and_stops_at_the_ends() {
        let ids: Vec<ImageId> = (0..4).map(|number| ImageId(Uuid::from_u128(number))).collect();
        let order = |number: usize, direction| -> Vec<u128> {
            let moved = moved(&ids, ids[number], direction).unwrap();
            moved.iter().map(|id| id.0.as_u128()).collect()
        };
        assert_eq!(order(2, Direction::Earlier), [0, 2, 1, 3]);
        assert_eq!(order(2, Direction::Later), [0, 1, 3, 2]);
        assert_eq!(order(2, Direction::First), [2, 0, 1, 3]);
        assert_eq!(order(1, Direction::Last), [0, 2, 3, 1]);
        assert_eq!(order(0, Direction::Earlier), [0, 1, 2, 3]);
        assert_eq!(order(3, Direction::Later), [0, 1, 2, 3]);
        assert!(moved(&ids, ImageId(Uuid::from_u128(9)), Direction::First).is_err());
    }
}
