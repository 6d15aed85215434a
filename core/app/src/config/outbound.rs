//! Where requests may go whose addresses users gave.

use studio_outbound::Policy;

use super::vars::Vars;

impl Vars<'_> {
    /// `OUTBOUND_ALLOWED_NETWORKS`: networks such as `10.1.0.0/16` that are allowed besides the public internet, separated by commas;
    /// default none. `OUTBOUND_HTTP`: `allow` takes `http` besides `https`.
    pub(super) fn outbound(&mut self) -> Policy {
        let networks = self.networks("OUTBOUND_ALLOWED_NETWORKS");
        let http = match self.get("OUTBOUND_HTTP").as_deref() {
            None => false,
            Some("allow") => true,
            Some(text) => {
                self.problems.push(format!("OUTBOUND_HTTP is `{text}`, not allow"));
                false
            }
        };
        Policy { networks, http }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_with;

    fn read(variables: &[(&str, &str)]) -> Result<Policy, String> {
        read_with(variables).map(|config| config.outbound)
    }

    #[test]
    fn networks_are_addresses_with_or_without_a_length() {
        assert_eq!(read(&[]).unwrap(), Policy::default());
        let policy = read(&[
            ("OUTBOUND_ALLOWED_NETWORKS", "10.1.0.0/16, fd00::/8,192.0.2.7"),
            ("OUTBOUND_HTTP", "allow"),
        ]);
        let networks = ["10.1.0.0/16", "fd00::/8", "192.0.2.7/32"].map(|network| network.parse().unwrap());
        assert_eq!(
            policy.unwrap(),
            Policy {
                networks: networks.into(),
                http: true
            }
        );
        let told = read(&[
            ("OUTBOUND_ALLOWED_NETWORKS", "10.1.0.0/16,everywhere,10.0.0.0/64"),
            ("OUTBOUND_HTTP", "yes"),
        ]);
        let told = told.unwrap_err();
        for word in ["`everywhere`", "`10.0.0.0/64`", "OUTBOUND_HTTP is `yes`"] {
            assert!(told.contains(word), "{word} in {told}");
        }
    }
}
