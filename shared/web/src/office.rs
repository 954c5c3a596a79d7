//! What every handler works with: the records, the public address, the settings in force.

use crate::problem::Problem;
use anyhow::Context as _;
use program::Email;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::settings::Versioned;
use store::{Secret, Store};

/// One office, as its HTTP functions see it. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Office {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    public_url: PublicUrl,
    hook_secrets: BTreeMap<String, Secret>,
    beginning: Option<Beginning>,
    settings: Mutex<Option<(Instant, Arc<Versioned>)>>,
    /// Whether the intake is known to have been opened, which is never taken back.
    intake_opened: AtomicBool,
}

/// What a new office begins with.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Version 1 of its settings.
    pub document: String,
    /// Who is let in first.
    pub organizer: Email,
}

/// Reads the secrets that form services sign with: a JSON object of a hook's key and its secret.
///
/// # Errors
/// When it is none; the text itself is not repeated, because it may hold secrets (requirement S13).
pub fn hook_secrets(json: &str) -> anyhow::Result<BTreeMap<String, Secret>> {
    let Ok(secrets) = serde_json::from_str::<BTreeMap<String, String>>(json) else {
        anyhow::bail!("the hook secrets are no JSON object of keys and texts, such as {{\"tally\": \"…\"}}");
    };
    Ok(secrets.into_iter().map(|(hook, secret)| (hook, Secret::new(secret))).collect())
}

/// Settings are read again after this long, so that a new version reaches every instance.
const SETTINGS_FRESH: Duration = Duration::from_secs(30);

impl Office {
    /// An office with these records under this address.
    pub fn new(store: Store, public_url: PublicUrl) -> Self {
        Self::with_hook_secrets(store, public_url, BTreeMap::new())
    }

    /// The same that knows the secrets form services sign with, by the hook's key.
    pub fn with_hook_secrets(store: Store, public_url: PublicUrl, hook_secrets: BTreeMap<String, Secret>) -> Self {
        Self {
            inner: Arc::new(Inner {
                store,
                public_url,
                hook_secrets,
                beginning: None,
                settings: Mutex::new(None),
                intake_opened: AtomicBool::new(false),
            }),
        }
    }

    /// The same, which begins with this if it is new; asked before anybody shares it.
    #[must_use]
    pub fn beginning_with(mut self, beginning: Beginning) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.beginning = Some(beginning);
        }
        self
    }

    /// Reads what a function needs from the environment, as `template.yaml` sets it.
    ///
    /// # Errors
    /// Names the setting that is missing, so that a function refuses to start without it.
    pub fn from_env() -> anyhow::Result<Self> {
        Self::from_env_with(BTreeMap::new())
    }

    /// The same that knows the secrets form services sign with.
    ///
    /// # Errors
    /// Names the setting that is missing.
    pub fn from_env_with(hook_secrets: BTreeMap<String, Secret>) -> anyhow::Result<Self> {
        let place = store::Place::from_env()?;
        let public_url = store::required("CHANCERY_PUBLIC_URL")?
            .parse()
            .context("the setting CHANCERY_PUBLIC_URL cannot be used")?;
        let store = Store::connect(&place, store::Clock::system());
        Ok(Self::with_hook_secrets(store, public_url, hook_secrets))
    }

    /// The records.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Where people reach this office.
    pub fn public_url(&self) -> &PublicUrl {
        &self.inner.public_url
    }

    /// The secret the form service of this hook signs with.
    pub fn hook_secret(&self, hook: &str) -> Option<&Secret> {
        self.inner.hook_secrets.get(hook)
    }

    /// The settings in force, at most half a minute old.
    ///
    /// # Errors
    /// [`Problem::NotOpen`] in an office that has none yet.
    pub async fn settings(&self) -> Result<Arc<Versioned>, Problem> {
        let cached = self.inner.settings.lock().ok().and_then(|cached| cached.clone());
        let is_first = match cached {
            Some((at, settings)) if at.elapsed() < SETTINGS_FRESH => return Ok(settings),
            cached => cached.is_none(),
        };
        let settings = match &self.inner.beginning {
            Some(beginning) if is_first => Some(self.open(beginning).await?),
            _ => self.store().settings().await?,
        };
        let settings = Arc::new(settings.ok_or(Problem::NotOpen)?);
        if let Ok(mut cached) = self.inner.settings.lock() {
            *cached = Some((Instant::now(), settings.clone()));
        }
        Ok(settings)
    }

    /// Asks for the settings anew from now on, because they were changed here. Elsewhere it takes half a minute.
    pub fn settings_changed(&self) {
        if let Ok(mut cached) = self.inner.settings.lock() {
            *cached = None;
        }
    }

    /// Whether the team has opened the intake (clause D1). It is asked for until it has, and never again.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn intake_was_opened(&self) -> Result<bool, Problem> {
        if self.inner.intake_opened.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let opened = self.store().intake_opening().await?.is_some();
        self.inner.intake_opened.fetch_or(opened, Ordering::Relaxed);
        Ok(opened)
    }

    /// The settings in force. A new office gets its first ones, and its first organizer a way in; one that is open gets
    /// neither a second time.
    async fn open(&self, Beginning { document, organizer }: &Beginning) -> Result<Versioned, Problem> {
        let store = self.store();
        let (settings, is_invited) = tokio::join!(store.settings(), store.first_organizer_is_invited());
        let (mut settings, is_invited) = (settings?, is_invited?);
        if settings.is_none() {
            program::Settings::read(document).context("the settings a new office begins with cannot be used")?;
            match store.add_settings(document, 0, store::audit::Actor::Operator).await {
                // Another instance opened it at the same moment.
                Ok(_) | Err(store::Error::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
            settings = store.settings().await?;
        }
        let settings = settings.ok_or(Problem::NotOpen)?;
        if !is_invited {
            store.invite_first_organizer(organizer, &settings.settings.language).await?;
        }
        Ok(settings)
    }
}

/// Where people reach the office: `https://…`, or plain HTTP on this machine only.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

/// What was given is no address an office can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the public URL is https://… without a path; plain http:// works only for localhost, because browsers keep sign-ins safe only so"
)]
pub struct NotAPublicUrl;

impl std::str::FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let origin = text.trim().trim_end_matches('/');
        let uri: http::Uri = origin.parse().map_err(|_| NotAPublicUrl)?;
        let bare = uri.path() == "/"
            && uri.query().is_none()
            && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        let here = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match uri.scheme_str() {
            Some("https") if bare => Ok(Self { origin: origin.to_owned(), secure: true }),
            Some("http") if bare && here => Ok(Self { origin: origin.to_owned(), secure: false }),
            _ => Err(NotAPublicUrl),
        }
    }
}

impl PublicUrl {
    /// The origin, such as `https://ambassadors.example.org`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is reached over TLS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The full address of a path of the office.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl fmt::Debug for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine_is_a_public_url() {
        for url in
            ["https://office.example.org", "https://office.example.org/", "http://localhost:3000", "http://127.0.0.1:1"]
        {
            assert!(url.parse::<PublicUrl>().is_ok(), "{url}");
        }
        for url in [
            "http://office.example.org",
            "https://a@b.example",
            "https://x.example/office",
            "ftp://localhost",
            "office",
            "",
        ] {
            assert_eq!(url.parse::<PublicUrl>(), Err(NotAPublicUrl), "{url}");
        }
    }
}
