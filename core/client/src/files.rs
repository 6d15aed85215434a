//! Originals.

use reqwest::Response;
use uuid::Uuid;

use crate::call::checked;
use crate::{Client, Error};

impl Client {
    /// A picture's untouched original. The studio may send the reader on to its store; the key does not go there.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`; otherwise as every request.
    pub async fn download(&self, id: Uuid) -> Result<Response, Error> {
        let request = self
            .files()
            .get(self.address(&["api/images/download", &id.to_string()]));
        checked(self.signed(request).send().await.map_err(Error::from_reqwest)?).await
    }
}
