//! How credits are bought, if they can be.

use url::Url;

use super::Secret;
use super::vars::Vars;

/// Credits of one pack at most.
const MAX_PACK_CREDITS: u32 = 10_000_000;
/// Packs at most.
const MAX_PACKS: usize = 12;

/// Currencies that are counted in whole units: [Stripe's list](https://docs.stripe.com/currencies#zero-decimal), read 2026-11.
const WHOLE: [&str; 16] = [
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf",
];
/// Currencies with three decimals, from the same page; the others have two.
const THOUSANDTHS: [&str; 5] = ["bhd", "jod", "kwd", "omr", "tnd"];

/// Buying credits through Stripe.
#[derive(Clone, Debug)]
pub struct PaymentSettings {
    /// `STRIPE_SECRET_KEY`.
    pub secret_key: Secret,
    /// `STRIPE_WEBHOOK_SECRET`: of the endpoint `<APP_URL>/webhooks/stripe`; several, separated by commas, while one is exchanged.
    pub webhook_secrets: Vec<Secret>,
    /// `STRIPE_API_URL`: default <https://api.stripe.com>.
    pub api_url: Url,
    /// `PAYMENT_CURRENCY`: three letters, default `usd`.
    pub currency: Currency,
    /// `CREDIT_PACKS`: what is sold, as credits and price: `1000:5.00,5000:20.00`. The smallest first.
    pub packs: Vec<Pack>,
}

/// A currency as amounts of it are written and counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Three letters of ISO 4217, lower case.
    pub code: String,
}

/// Credits with a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What is bought, in whole credits, 1 to 10,000,000.
    pub credits: u32,
    /// What it costs, in the smallest unit of the currency; more than zero.
    pub price_minor: i64,
}

impl Currency {
    fn parse(text: &str) -> Option<Self> {
        let code = text.to_ascii_lowercase();
        let is_code = code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_lowercase());
        is_code.then_some(Self { code })
    }

    /// Digits after the point.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        match self.code.as_str() {
            code if WHOLE.contains(&code) => 0,
            code if THOUSANDTHS.contains(&code) => 3,
            _ => 2,
        }
    }

    /// An amount in smallest units as a decimal number with a point: 500 US cents are `5.00`.
    #[must_use]
    pub fn decimal(&self, minor: i64) -> String {
        let decimals = usize::from(self.decimals());
        let digits = format!("{minor:0width$}", width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        if rest.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{rest}")
        }
    }

    /// The smallest units of a decimal number that is more than zero.
    fn minor(&self, text: &str) -> Option<i64> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let decimals = usize::from(self.decimals());
        let is_number = !whole.is_empty()
            && [whole, rest]
                .iter()
                .all(|part| part.bytes().all(|digit| digit.is_ascii_digit()));
        if !is_number || rest.len() > decimals || whole.len() > 9 {
            return None;
        }
        format!("{whole}{rest:0<decimals$}")
            .parse()
            .ok()
            .filter(|minor| *minor > 0)
    }
}

impl Vars<'_> {
    /// Nothing is sold unless `STRIPE_SECRET_KEY` is set; then everything else must be.
    pub(super) fn payments(&mut self) -> Option<PaymentSettings> {
        let secret_key = Secret::new(self.get("STRIPE_SECRET_KEY")?);
        let secrets = self.required(
            "STRIPE_WEBHOOK_SECRET",
            "the signing secret of the endpoint <APP_URL>/webhooks/stripe (STRIPE_SECRET_KEY is set)",
        );
        let secrets = secrets.split(',').map(str::trim).filter(|secret| !secret.is_empty());
        let webhook_secrets = secrets.map(|secret| Secret::new(secret.to_owned())).collect();
        let api_url = self.url("STRIPE_API_URL", "https://api.stripe.com");
        let text = self.text("PAYMENT_CURRENCY", "usd");
        let Some(currency) = Currency::parse(&text) else {
            self.problems
                .push(format!("PAYMENT_CURRENCY is `{text}`, not three letters such as usd"));
            return None;
        };
        let packs = self.packs(&currency);
        Some(PaymentSettings {
            secret_key,
            webhook_secrets,
            api_url,
            currency,
            packs,
        })
    }

    fn packs(&mut self, currency: &Currency) -> Vec<Pack> {
        let text = self.required(
            "CREDIT_PACKS",
            "what is sold, as credits and prices such as 1000:5.00,5000:20.00 (STRIPE_SECRET_KEY is set)",
        );
        let mut packs = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match pack(currency, part) {
                Some(pack) => packs.push(pack),
                None => self.problems.push(format!(
                    "CREDIT_PACKS has `{part}`, not credits (1 to {MAX_PACK_CREDITS}) and a price in {} such as 1000:{}",
                    currency.code,
                    currency.decimal(5 * 10_i64.pow(currency.decimals().into()))
                )),
            }
        }
        packs.sort_by_key(|pack| pack.credits);
        if packs.windows(2).any(|pair| pair[0].credits == pair[1].credits) {
            self.problems
                .push("CREDIT_PACKS has two packs of as many credits".to_owned());
        }
        if packs.len() > MAX_PACKS {
            self.problems
                .push(format!("CREDIT_PACKS has more than {MAX_PACKS} packs"));
        }
        packs
    }
}

fn pack(currency: &Currency, text: &str) -> Option<Pack> {
    let (credits, price) = text.split_once(':')?;
    let credits = credits.trim().parse().ok()?;
    let price_minor = currency.minor(price.trim())?;
    (1..=MAX_PACK_CREDITS)
        .contains(&credits)
        .then_some(Pack { credits, price_minor })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_with;

    fn read(variables: &[(&str, &str)]) -> Result<Option<PaymentSettings>, String> {
        read_with(variables).map(|config| config.payments)
    }

    #[test]
    fn nothing_is_sold_without_a_key_and_all_is_needed_with_one() {
        assert!(read(&[("CREDIT_PACKS", "1000:5")]).unwrap().is_none());
        let told = read(&[("STRIPE_SECRET_KEY", "sk_test_secret")]).unwrap_err();
        assert!(
            told.contains("STRIPE_WEBHOOK_SECRET") && told.contains("CREDIT_PACKS"),
            "{told}"
        );
        assert!(!told.contains("sk_test_secret"), "{told}");
    }

    #[test]
    fn packs_are_credits_and_prices() {
        let key = [
            ("STRIPE_SECRET_KEY", "sk_test_secret"),
            ("STRIPE_WEBHOOK_SECRET", "whsec_1, whsec_2"),
        ];
        let with = |more: &[(&'static str, &'static str)]| read(&[&key[..], more].concat());
        let settings = with(&[("CREDIT_PACKS", "5000:20, 1000:5.50")]).unwrap().unwrap();
        assert_eq!(settings.webhook_secrets.len(), 2);
        let pack = |credits, price_minor| Pack { credits, price_minor };
        assert_eq!(settings.packs, [pack(1000, 550), pack(5000, 2000)]);
        let yen = with(&[("CREDIT_PACKS", "1000:700"), ("PAYMENT_CURRENCY", "JPY")])
            .unwrap()
            .unwrap();
        assert_eq!(
            (yen.packs[0].price_minor, yen.currency.decimal(700)),
            (700, "700".to_owned())
        );
        let wrong = "1000, 0:5, 10:0, 10:0.005, 10:-1, 10:1e3, x:1, 20:1, 20:2, 10:99999999999";
        let told = with(&[("CREDIT_PACKS", wrong)]).unwrap_err();
        for part in [
            "`1000`",
            "`0:5`",
            "`10:0`",
            "`10:0.005`",
            "`10:-1`",
            "`10:1e3`",
            "`x:1`",
            "two packs",
            "`10:99999999999`",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(
            with(&[("CREDIT_PACKS", "1:1"), ("PAYMENT_CURRENCY", "euro")])
                .unwrap_err()
                .contains("PAYMENT_CURRENCY")
        );
    }

    #[test]
    fn amounts_are_written_with_the_decimals_of_their_currency() {
        let decimal = |code: &str, minor| Currency { code: code.to_owned() }.decimal(minor);
        assert_eq!(decimal("usd", 5), "0.05");
        assert_eq!(decimal("eur", 123_456), "1234.56");
        assert_eq!(decimal("kwd", 1_500), "1.500");
        assert_eq!(decimal("jpy", 700), "700");
    }
}
