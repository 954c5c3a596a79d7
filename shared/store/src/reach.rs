//! How a function of AWS reaches AWS: the keys and the region that Lambda puts into its environment, and one HTTP client for
//! all services.
//!
//! The SDK's own way looks for keys in a dozen places, each with code that a cold start loads, and has every client read and
//! parse the certificates everybody trusts when it is made and again at its first call. A function has its keys in one place,
//! and asks most services seldom.

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::SharedCredentialsProvider;
use aws_smithy_http_client::tls;
use aws_smithy_runtime_api::client::http::{HttpClient, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

/// As Lambda's environment says. Where services answer can be set by the SDK's usual variables, such as
/// `AWS_ENDPOINT_URL_DYNAMODB`.
pub fn from_lambda() -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(std::env::var("AWS_REGION").ok().map(Region::new))
        .credentials_provider(SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()))
        .http_client(Shared(
            aws_smithy_http_client::Builder::new()
                .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc))
                .build_https(),
        ))
        .service_config(Variables)
        .build()
}

/// As a person's terminal is set up: variables, profiles, and wherever else the SDK looks.
pub async fn from_terminal() -> SdkConfig {
    aws_config::load_defaults(BehaviorVersion::latest()).await
}

/// A client whose connections are made at the first call, by whichever service, and are then everybody's. Certificates are
/// read then too, once.
#[derive(Debug)]
struct Shared(SharedHttpClient);

impl HttpClient for Shared {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        self.0.http_connector(settings, components)
    }
}

/// A service's own settings, by its variable or by the one of all services.
#[derive(Debug)]
struct Variables;

impl LoadServiceConfig for Variables {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let own = format!("{}_{}", key.env(), key.service_id().replace(' ', "_").to_uppercase());
        std::env::var(own).or_else(|_| std::env::var(key.env())).ok()
    }
}
