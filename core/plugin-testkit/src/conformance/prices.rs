//! Checks of prices. The host refuses a price whose low, expected and high are out of order, or that is not whole micro-dollars.

use studio_plugin_host::{JobRequest, Price};

use super::Suite;
use crate::samples::{request_for, variations};

impl Suite<'_> {
    /// More images never cost less; the same job always costs the same; every variation has a price.
    pub(super) async fn check_prices(&mut self) {
        let operation = self.model.model().operations[0];
        let mut before: Option<Price> = None;
        for num_images in 1..=i64::from(self.model.model().max_images) {
            let request = JobRequest {
                num_images,
                ..request_for(operation)
            };
            let Some(price) = self.price(&request).await else {
                return;
            };
            let again = self.price(&request).await;
            self.require(again.as_ref() == Some(&price), || {
                "two estimates of one job differ".to_owned()
            });
            if let Some(before) = before {
                self.require(!is_less(&price, &before), || {
                    format!("{num_images} images cost less than {}", num_images - 1)
                });
            }
            before = Some(price);
        }
        for (_, request) in variations(self.model.model()) {
            self.price(&request).await;
        }
    }

    async fn price(&mut self, request: &JobRequest) -> Option<Price> {
        let job = self.job(request)?;
        match self.model.estimate(&job).await {
            Ok(price) => {
                self.require(!price.basis.is_empty(), || "a price says no basis".to_owned());
                Some(price)
            }
            Err(error) => {
                self.require(false, || format!("estimate fails: {error}"));
                None
            }
        }
    }
}

/// Whether any of the three figures falls.
fn is_less(price: &Price, before: &Price) -> bool {
    price.low_microdollars < before.low_microdollars
        || price.expected_microdollars < before.expected_microdollars
        || price.high_microdollars < before.high_microdollars
}
