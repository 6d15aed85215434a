//! Following a link: what it is, and the pictures that it covers.

use studio_db::shares::{self, Share};
use studio_model::{
    Cursor, ImageCursor, ImageId, ImageSort, PageLimit, ProjectId, ShareId, ShareTarget, ShareToken, SortKey,
    SortOrder, ThumbnailSize, UserId,
};

use super::unlock::is_key;
use crate::images::{self, ByteRange, ImageFilter, ImageView, OpenedFile, OpenedOriginal, ThumbnailFormat};
use crate::projects::{self, ProjectView};
use crate::{App, Error, Page, Result};

/// Who follows a link.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The account that is signed in; owners need no password and are not counted.
    pub user_id: Option<UserId>,
    /// The key that [`super::unlock`] gave.
    pub key: Option<String>,
}

/// A link that was followed.
#[derive(Clone, Debug)]
pub enum Opened {
    /// It asks for a password.
    Locked,
    /// It shows something.
    Open(Box<OpenLink>),
}

/// A link that shows something to this visitor.
#[derive(Clone, Debug)]
pub struct OpenLink {
    pub(super) id: ShareId,
    /// Its token.
    pub token: ShareToken,
    /// What it shows.
    pub target: ShareTarget,
    user_id: UserId,
    /// What its maker is called.
    pub owner_name: String,
    /// The visitor made it.
    pub is_owner: bool,
    /// It asked for a password.
    pub has_password: bool,
    /// Prompts are shown.
    pub shows_prompts: bool,
    /// Originals can be downloaded.
    pub allows_download: bool,
    /// Search engines may list the page.
    pub allows_indexing: bool,
}

/// The pictures of a shared project beside one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The next newer one.
    pub newer: Option<ImageId>,
    /// The next older one.
    pub older: Option<ImageId>,
}

/// Finds the link of a token, of either kind.
///
/// # Errors
/// [`Error::NotFound`] when it shows nothing: unknown, expired, revoked, or what it was to is gone.
pub async fn open(app: &App, token: &str, visitor: &Visitor) -> Result<Opened> {
    let token = ShareToken::parse(token).ok_or(Error::NotFound)?;
    let found = shares::find_open(&mut *app.db.acquire().await?, &token, app.clock.now()).await?;
    let share = found.ok_or(Error::NotFound)?;
    let is_owner = visitor.user_id == Some(share.user_id);
    let has_key = |share: &Share| visitor.key.as_deref().is_some_and(|key| is_key(app, share, key));
    if share.rules.password_hash.is_some() && !is_owner && !has_key(&share) {
        return Ok(Opened::Locked);
    }
    Ok(Opened::Open(Box::new(OpenLink {
        id: share.id,
        token: share.token,
        target: share.target,
        user_id: share.user_id,
        owner_name: share.owner_name,
        is_owner,
        has_password: share.rules.password_hash.is_some(),
        shows_prompts: share.rules.shows_prompts,
        allows_download: share.rules.allows_download,
        allows_indexing: share.rules.allows_indexing,
    })))
}

impl OpenLink {
    /// A picture that the link covers.
    ///
    /// # Errors
    /// [`Error::NotFound`] for any other one, and for one in the trash.
    pub async fn image(&self, app: &App, id: ImageId) -> Result<ImageView> {
        if matches!(self.target, ShareTarget::Image(only) if only != id) {
            return Err(Error::NotFound);
        }
        let image = images::find(app, self.user_id, id).await?;
        match self.target {
            ShareTarget::Project(project) if image.project_id != Some(project.0) => Err(Error::NotFound),
            _ => Ok(image),
        }
    }

    /// The project that the link is to.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link to a picture.
    pub async fn project(&self, app: &App) -> Result<ProjectView> {
        projects::find(app, self.user_id, self.project_id()?).await
    }

    /// A page of the pictures of the project that the link is to, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link to a picture.
    pub async fn images(&self, app: &App, after: Option<Cursor>, limit: PageLimit) -> Result<Page<ImageView>> {
        projects::list_images(app, self.user_id, self.project_id()?, after, limit).await
    }

    /// The neighbours of a picture of the project; none where the link is to a picture.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn beside(&self, app: &App, image: &ImageView) -> Result<Beside> {
        let ShareTarget::Project(project) = self.target else {
            return Ok(Beside::default());
        };
        Ok(Beside {
            newer: self.next_to(app, project, image, SortOrder::Ascending).await?,
            older: self.next_to(app, project, image, SortOrder::Descending).await?,
        })
    }

    async fn next_to(
        &self,
        app: &App,
        project: ProjectId,
        image: &ImageView,
        order: SortOrder,
    ) -> Result<Option<ImageId>> {
        let filter = ImageFilter {
            project_id: Some(project),
            ..ImageFilter::default()
        };
        let after = ImageCursor {
            key: SortKey::Date(image.created_at),
            id: image.id.0,
        };
        let one = PageLimit::new(1).unwrap_or_default();
        let found =
            images::list_sorted(app, self.user_id, &filter, (ImageSort::Date, order), Some(&after), one).await?;
        Ok(found.items.first().map(|image| image.id))
    }

    /// Opens a thumbnail of a picture that the link covers.
    ///
    /// # Errors
    /// [`Error::NotFound`] for any other picture.
    pub async fn thumbnail(
        &self,
        app: &App,
        id: ImageId,
        size: ThumbnailSize,
        format: ThumbnailFormat,
    ) -> Result<OpenedFile> {
        self.image(app, id).await?;
        images::open_thumbnail(app, self.user_id, id, size, format).await
    }

    /// Opens the original of a picture that the link covers.
    ///
    /// # Errors
    /// [`Error::NotFound`] for any other picture, and where the link offers no originals.
    pub async fn original(&self, app: &App, id: ImageId, range: Option<ByteRange>) -> Result<OpenedOriginal> {
        if !self.allows_download {
            return Err(Error::NotFound);
        }
        self.image(app, id).await?;
        images::open_original(app, self.user_id, id, range).await
    }

    fn project_id(&self) -> Result<ProjectId> {
        match self.target {
            ShareTarget::Project(id) => Ok(id),
            ShareTarget::Image(_) => Err(Error::NotFound),
        }
    }
}
