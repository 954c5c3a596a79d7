//! `template.yaml` read as it is written; short tags fall away, so `!GetAtt AuditTable.Arn` reads as `AuditTable.Arn`.

use std::collections::BTreeSet;
use yaml_rust2::{Yaml, YamlLoader};

/// The template.
pub const TEMPLATE: &str = include_str!("../../template.yaml");

/// One route of the API. `{proxy+}` at its end stands for one or more parts.
#[derive(Debug)]
pub struct Deployed {
    /// The function it leads to, by the name of its program.
    pub function: String,
    /// The method, or `ANY`.
    pub method: String,
    /// The path.
    pub path: String,
}

/// The route of every address that no other one takes.
pub const DEFAULT: &str = "$default";

/// The routes an HTTP API would choose for a request: the exact path, else one with parts, else the longest greedy one,
/// else the default.
pub fn reached<'a>(routes: &'a [Deployed], method: &str, path: &str) -> Vec<&'a Deployed> {
    let fit = |route: &Deployed| match route.path.strip_suffix("{proxy+}") {
        _ if route.path == DEFAULT => Some(0),
        _ if route.method != "ANY" && route.method != method => None,
        Some(greedy) => path.strip_prefix(greedy).filter(|rest| !rest.is_empty()).map(|_| greedy.len()),
        None if route.path == path => Some(usize::MAX),
        None => has_parts_like(&route.path, path).then_some(usize::MAX - 1),
    };
    let best = routes.iter().filter_map(fit).max();
    routes.iter().filter(|route| best.is_some() && fit(route) == best).collect()
}

/// Whether a path with `{parts}` stands for this one.
pub fn has_parts_like(route: &str, path: &str) -> bool {
    let (parts, given): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    parts.len() == given.len() && parts.iter().zip(given).all(|(part, given)| part.starts_with('{') || *part == given)
}

/// One thing a role allows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The action, such as `dynamodb:GetItem`.
    pub action: String,
    /// What it is allowed on, as the template names it.
    pub resource: String,
}

/// This action on this resource.
pub fn grant(action: &str, resource: &str) -> Grant {
    Grant { action: action.to_owned(), resource: resource.to_owned() }
}

/// The template.
pub struct Template(Yaml);

impl Template {
    /// Reads it.
    ///
    /// # Panics
    /// When it is no YAML.
    pub fn read() -> Self {
        Self::of(TEMPLATE)
    }

    /// Reads another one.
    ///
    /// # Panics
    /// When it is no YAML.
    pub fn of(template: &str) -> Self {
        let documents = YamlLoader::load_from_str(template).expect("the template is YAML");
        Self(documents.into_iter().next().expect("the template holds a document"))
    }

    /// The whole document.
    pub fn whole(&self) -> &Yaml {
        &self.0
    }

    /// What holds for every function.
    pub fn globals(&self) -> &Yaml {
        &self.0["Globals"]["Function"]
    }

    /// A resource.
    pub fn resource(&self, name: &str) -> &Yaml {
        &self.0["Resources"][name]
    }

    /// The name and properties of every resource of a type.
    pub fn of_type(&self, kind: &str) -> impl Iterator<Item = (&str, &Yaml)> {
        let resources = self.0["Resources"].as_hash().into_iter().flatten();
        resources
            .filter(move |(_, resource)| resource["Type"].as_str() == Some(kind))
            .map(|(name, resource)| (text(name), &resource["Properties"]))
    }

    /// The name and properties of every function.
    pub fn functions(&self) -> impl Iterator<Item = (&str, &Yaml)> {
        self.of_type("AWS::Serverless::Function")
    }

    /// The properties of a function.
    pub fn function(&self, name: &str) -> &Yaml {
        &self.resource(name)["Properties"]
    }

    /// The properties of a function's role.
    pub fn role(&self, function: &str) -> &Yaml {
        &self.resource(&format!("{function}Role"))["Properties"]
    }

    /// The function and properties of every event of a type.
    pub fn events(&self, kind: &str) -> impl Iterator<Item = (&str, &Yaml)> {
        self.functions().flat_map(move |(name, function)| {
            let events = function["Events"].as_hash().into_iter().flatten();
            events
                .filter(move |(_, event)| event["Type"].as_str() == Some(kind))
                .map(move |(_, event)| (name, &event["Properties"]))
        })
    }

    /// Every route of the API.
    pub fn routes(&self) -> Vec<Deployed> {
        self.events("HttpApi")
            .map(|(function, event)| Deployed {
                function: function.to_lowercase(),
                method: event["Method"].as_str().unwrap_or("ANY").to_owned(),
                path: event["Path"].as_str().unwrap_or(DEFAULT).to_owned(),
            })
            .collect()
    }

    /// What a function's role says, statement by statement.
    ///
    /// # Panics
    /// When it says nothing.
    pub fn statements(&self, function: &str) -> Vec<&Yaml> {
        let policies = list(&self.role(function)["Policies"]);
        assert!(!policies.is_empty(), "{function}'s role says something");
        policies.iter().flat_map(|policy| list(&policy["PolicyDocument"]["Statement"])).collect()
    }

    /// The same, each action on each resource.
    ///
    /// # Panics
    /// When it forbids something, or names no action or resource.
    pub fn grants(&self, function: &str) -> BTreeSet<Grant> {
        let statements = self.statements(function).into_iter();
        statements
            .flat_map(|statement| {
                assert_eq!(text(&statement["Effect"]), "Allow", "{function}");
                let (actions, resources) = (texts(&statement["Action"]), texts(&statement["Resource"]));
                assert!(!actions.is_empty() && !resources.is_empty(), "{function}");
                let on =
                    move |action: &str| resources.iter().map(|resource| grant(action, resource)).collect::<Vec<_>>();
                actions.into_iter().flat_map(on).collect::<Vec<_>>()
            })
            .collect()
    }

    /// Whether a resource outlives the stack.
    pub fn is_retained(&self, name: &str) -> bool {
        let resource = self.resource(name);
        text(&resource["DeletionPolicy"]) == "Retain" && text(&resource["UpdateReplacePolicy"]) == "Retain"
    }
}

/// A text that must be there.
///
/// # Panics
/// When it is not.
pub fn text(yaml: &Yaml) -> &str {
    yaml.as_str().unwrap_or_else(|| panic!("a text, not {yaml:?}"))
}

/// One text or a list of them.
pub fn texts(yaml: &Yaml) -> Vec<&str> {
    yaml.as_str().map_or_else(|| list(yaml).iter().map(text).collect(), |one| vec![one])
}

/// A list; what is not there is an empty one.
pub fn list(yaml: &Yaml) -> &[Yaml] {
    yaml.as_vec().map_or(&[], Vec::as_slice)
}

/// The keys of a map.
pub fn keys(yaml: &Yaml) -> impl Iterator<Item = &str> {
    yaml.as_hash().into_iter().flatten().map(|(key, _)| text(key))
}

/// Whether it is a number of times or seconds that ends: on AWS, -1 is forever.
pub fn is_finite(yaml: &Yaml) -> bool {
    yaml.as_i64().is_some_and(|number| number >= 0)
}
