//! Whose key it is, and what is left to spend.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::call::Call;
use crate::{Client, Error};

/// The owner of the key.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct User {
    /// Stable.
    pub id: Uuid,
    /// Signs in with it.
    pub email: String,
    /// What others see.
    pub name: String,
    /// `user` or `admin`.
    pub role: String,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Credits of the owner; one is a thousandth of a US dollar.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Balance {
    /// Can be spent now.
    pub credits: f64,
    /// Is set aside for what has not ended.
    pub held_credits: f64,
}

#[derive(Deserialize)]
struct SignedIn {
    user: User,
}

impl Client {
    /// Whose key it is.
    ///
    /// # Errors
    /// [`Error::Refused`] with `unknown_key` or `missing_scope`; otherwise as every request.
    pub async fn me(&self) -> Result<User, Error> {
        let answer: SignedIn = self.read(&Call::get(&["api/auth/me"])).await?;
        Ok(answer.user)
    }

    /// What is left to spend.
    ///
    /// # Errors
    /// As every request.
    pub async fn balance(&self) -> Result<Balance, Error> {
        self.read(&Call::get(&["api/credits/balance"])).await
    }
}
