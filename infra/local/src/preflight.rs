//! What is still missing before an office on AWS can do its work, in words: `chancery preflight`.
//!
//! It looks and changes nothing. SES is asked by the mailer's crate, which alone knows it; the DNS is asked here, for the one
//! record that says what becomes of letters others send in the sender's name ([`dns`]).

pub mod dns;

use program::{Email, Settings};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use store::Secret;

/// What is looked at.
pub struct Asked<'a> {
    /// The address letters are to come from.
    pub sender: &'a Email,
    /// Who is asked for records of the DNS; this machine's own name server where nobody is named.
    pub name_server: Option<SocketAddr>,
    /// The settings the office is to begin with, where they are given.
    pub settings: Option<&'a Settings>,
    /// The secrets form services sign with.
    pub hook_secrets: &'a BTreeMap<String, Secret>,
}

/// A sentence for each thing that is missing; none where all is there.
pub async fn missing(asked: &Asked<'_>) -> Vec<String> {
    let mut missing: Vec<_> = mailer::preflight::lacking(asked.sender).await.iter().map(ToString::to_string).collect();
    let domain = asked.sender.as_str().rsplit('@').next().unwrap_or_default();
    missing.extend(without_dmarc(domain, asked.name_server).await);
    let hooks = asked.settings.map(|settings| settings.hooks.as_slice()).unwrap_or_default();
    missing.extend(hooks.iter().filter(|hook| !asked.hook_secrets.contains_key(&hook.key)).map(|hook| {
        format!(
            "The settings name the form service {}, and there is no secret for it, so nothing it sends would be taken. Put \
             it into HookSecrets.",
            hook.key
        )
    }));
    missing
}

/// What is to be said about the DMARC record of a domain, or of one it belongs to (RFC 7489, section 6.6.3).
async fn without_dmarc(domain: &str, name_server: Option<SocketAddr>) -> Option<String> {
    let Some(server) = name_server.or_else(dns::own_server) else {
        return Some("This machine knows no name server, so nobody could be asked for a DMARC record. Name one with --name-server.".to_owned());
    };
    let mut of = domain;
    loop {
        match dns::texts(server, &format!("_dmarc.{of}")).await {
            Ok(texts) if texts.iter().any(|text| text.starts_with("v=DMARC1")) => return None,
            Ok(_) => {}
            Err(error) => {
                return Some(format!(
                    "The name server could not be asked for a DMARC record ({error}). Name another with --name-server."
                ));
            }
        }
        match of.split_once('.') {
            Some((_, parent)) if parent.contains('.') => of = parent,
            _ => break,
        }
    }
    Some(format!(
        "{domain} has no DMARC record, so large mail services may throw the letters away. Put a TXT record for \
         _dmarc.{domain} into its DNS, such as: v=DMARC1; p=none; rua=mailto:postmaster@{domain}"
    ))
}
