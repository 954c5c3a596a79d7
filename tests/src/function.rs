//! A function's own program as AWS Lambda starts it, behind a small Runtime API.

use crate::template::{Template, keys};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};
use yaml_rust2::Yaml;

/// Every function of the house, by the name of its program, as `template.yaml` has them.
pub fn functions() -> Vec<String> {
    Template::read().functions().map(|(name, _)| name.to_lowercase()).collect()
}

/// The names of the settings of ours that `template.yaml` gives a function.
///
/// # Panics
/// When there is no such function.
pub fn settings_of(function: &str) -> Vec<String> {
    let template = Template::read();
    let (_, properties) = template.functions().find(|(name, _)| name.to_lowercase() == function).unwrap();
    let names = |of: &Yaml| keys(&of["Environment"]["Variables"]).map(str::to_owned).collect::<Vec<_>>();
    let mut names = [names(template.globals()), names(properties)].concat();
    names.retain(|name| name.starts_with("CHANCERY_"));
    names
}

/// What a function made of an event: its answer, or its error.
pub type Answer = Result<Value, Value>;

/// The program of a function, or of the local office, built from the sources as they are now.
///
/// The packages are chosen so that cargo builds their dependencies with the features they have beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn program(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        // This test is <target>/<profile>/deps/functions-….
        let here = std::env::current_exe().unwrap();
        let folder = here.ancestors().nth(2).unwrap().to_owned();
        let profile = match folder.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| env!("CARGO").to_owned());
        let packages = functions().into_iter().chain(["chancery", "specification"].map(str::to_owned));
        let built = std::process::Command::new(cargo)
            .current_dir(FilePath::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
            .args(["build", "--quiet", "--bins", "--profile", profile, "--target-dir"])
            .arg(folder.parent().unwrap())
            .args(packages.flat_map(|package| ["--package".to_owned(), package]))
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        folder
    });
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A program that ran and ended.
pub struct Ended {
    /// Whether it says that all is well.
    pub successfully: bool,
    /// Everything it printed and logged.
    pub said: String,
}

/// Starts a program in `folder` with this environment and no other, and waits until it ends.
///
/// # Panics
/// When it is still running after a minute.
pub async fn run(name: &str, arguments: &[&str], folder: &FilePath, settings: &BTreeMap<String, String>) -> Ended {
    let program = program(name);
    let started = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(settings)
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(Duration::from_secs(60), started).await;
    let output = output.unwrap_or_else(|_| panic!("{name} is still running after a minute")).unwrap();
    let said = [output.stdout, output.stderr].concat();
    Ended { successfully: output.status.success(), said: String::from_utf8_lossy(&said).into_owned() }
}

/// A function that runs. It is killed when it is dropped.
pub struct Function {
    name: String,
    process: Child,
    events: mpsc::UnboundedSender<Invocation>,
    log: PathBuf,
}

struct Invocation {
    event: Value,
    answer: oneshot::Sender<Answer>,
}

/// What AWS Lambda sets for every function.
fn given(name: &str, runtime_api: &str) -> [(&'static str, String); 12] {
    [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api.to_owned()),
        ("AWS_LAMBDA_FUNCTION_NAME", format!("chancery-{name}")),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512".to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/chancery-{name}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef".to_owned()),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023".to_owned()),
        ("_HANDLER", "bootstrap".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("TZ", ":UTC".to_owned()),
    ]
}

impl Function {
    /// Starts it in `folder`, which holds what its package brings, with these settings and what AWS Lambda sets.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start(name: &str, folder: &FilePath, settings: &BTreeMap<String, String>) -> Self {
        let (events, waiting) = mpsc::unbounded_channel();
        let runtime_api = Arc::new(RuntimeApi { waiting: waiting.into(), under_way: Mutex::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, runtime_api.routes()).await });

        let log = folder.join(format!("{name}-{}.log", address.replace(':', "-")));
        let file = std::fs::File::create(&log).unwrap();
        let process = Command::new(program(name))
            .current_dir(folder)
            .env_clear()
            .envs(given(name, &address))
            .envs(settings)
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { name: name.to_owned(), process, events, log }
    }

    /// Hands it an event, and waits for what it makes of it.
    ///
    /// # Panics
    /// When it does not answer within a minute.
    pub async fn invoke(&self, event: Value) -> Answer {
        let (answer, answered) = oneshot::channel();
        self.events.send(Invocation { event, answer }).unwrap();
        let answered = tokio::time::timeout(Duration::from_secs(60), answered).await;
        answered.unwrap_or_else(|_| panic!("{} does not answer: {}", self.name, self.log())).unwrap()
    }

    /// Everything it has logged.
    ///
    /// # Panics
    /// When its log is gone.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Whether it is the process that was started, and still runs.
    ///
    /// # Panics
    /// Never.
    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }
}

/// The Lambda Runtime API, as a function's program sees it.
struct RuntimeApi {
    waiting: tokio::sync::Mutex<mpsc::UnboundedReceiver<Invocation>>,
    under_way: Mutex<BTreeMap<String, oneshot::Sender<Answer>>>,
}

impl RuntimeApi {
    fn routes(self: Arc<Self>) -> Router {
        Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
            .with_state(self)
    }

    fn answer(&self, id: &str, answer: Answer) -> StatusCode {
        let waiting = self.under_way.lock().unwrap().remove(id);
        match waiting.map(|waiting| waiting.send(answer)) {
            Some(Ok(())) => StatusCode::ACCEPTED,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// What an event is part of that no request led to.
const TRACE: &str = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700";

async fn next(State(api): State<Arc<RuntimeApi>>) -> Response {
    let Some(invocation) = api.waiting.lock().await.recv().await else { return StatusCode::GONE.into_response() };
    let deadline = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap() + Duration::from_secs(29);
    let id = uuid::Uuid::from_u128(deadline.as_nanos()).to_string();
    api.under_way.lock().unwrap().insert(id.clone(), invocation.answer);
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", deadline.as_millis().to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-central-1:123456789012:function:chancery".to_owned(),
        ),
        // A request's is the one its gateway gave it.
        (
            "lambda-runtime-trace-id",
            format!(
                "{};Parent=9a9197af755a6419;Sampled=0",
                invocation.event["headers"]["x-amzn-trace-id"].as_str().unwrap_or(TRACE)
            ),
        ),
    ];
    (axum::response::AppendHeaders(headers), Json(invocation.event)).into_response()
}

async fn response(State(api): State<Arc<RuntimeApi>>, Path(id): Path<String>, answer: Bytes) -> StatusCode {
    api.answer(&id, Ok(serde_json::from_slice(&answer).unwrap()))
}

async fn error(State(api): State<Arc<RuntimeApi>>, Path(id): Path<String>, error: Bytes) -> StatusCode {
    api.answer(&id, Err(serde_json::from_slice(&error).unwrap()))
}
