//! A page as a person without script meets it: text, links, forms with what stands in them.

use scraper::{ElementRef, Html, Selector};

/// A page.
pub struct Page {
    html: Html,
}

/// A form of a page, with what stands in it and what was filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    action: String,
    fields: Vec<(String, String)>,
    names: Vec<String>,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

impl Page {
    /// Reads a page.
    pub fn of(html: &str) -> Self {
        Self { html: Html::parse_document(html) }
    }

    /// Everything it says, with single spaces.
    pub fn text(&self) -> String {
        words(self.html.root_element())
    }

    /// What the first element of this CSS says.
    ///
    /// # Panics
    /// When there is none.
    pub fn text_of(&self, css: &str) -> String {
        words(self.html.select(&selector(css)).next().unwrap_or_else(|| panic!("no {css} in: {}", self.text())))
    }

    /// What each element of this CSS says.
    pub fn texts_of(&self, css: &str) -> Vec<String> {
        self.html.select(&selector(css)).map(words).collect()
    }

    /// An attribute of every element of this CSS that has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html.select(&selector(css)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// Where the link that says so leads.
    ///
    /// # Panics
    /// When there is none.
    pub fn link(&self, says: &str) -> String {
        let all = self.html.select(&selector("a[href]")).collect::<Vec<_>>();
        let found = all.iter().find(|link| words(**link).contains(says));
        found.unwrap_or_else(|| panic!("no link says {says}: {}", self.text())).attr("href").unwrap().to_owned()
    }

    /// The form whose address ends so.
    ///
    /// # Panics
    /// When there is none.
    pub fn form(&self, action: &str) -> Filled {
        let all = self.html.select(&selector("form")).collect::<Vec<_>>();
        let form = all.iter().find(|form| form.attr("action").is_some_and(|address| address.ends_with(action)));
        let form = form.unwrap_or_else(|| panic!("no form to {action}: {}", self.text()));
        let mut filled =
            Filled { action: form.attr("action").unwrap().to_owned(), fields: Vec::new(), names: Vec::new() };
        for field in form.select(&selector("input[name], select[name], textarea[name]")) {
            let name = field.attr("name").unwrap().to_owned();
            filled.names.push(name.clone());
            let value = match (field.value().name(), field.attr("type")) {
                ("textarea", _) => Some(field.text().collect::<String>()),
                ("select", _) => {
                    let chosen = field.select(&selector("option[selected]")).next();
                    chosen
                        .or_else(|| field.select(&selector("option")).next())
                        .and_then(|option| option.attr("value"))
                        .map(str::to_owned)
                }
                (_, Some("checkbox" | "radio")) => {
                    field.attr("checked").map(|_| field.attr("value").unwrap_or("on").to_owned())
                }
                _ => Some(field.attr("value").unwrap_or_default().to_owned()),
            };
            filled.fields.extend(value.map(|value| (name, value)));
        }
        filled
    }
}

impl Filled {
    /// Where it goes.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Fills a field in, in place of what stands there.
    ///
    /// # Panics
    /// When the form has no such field.
    pub fn fill(&mut self, name: &str, value: &str) {
        assert!(self.names.iter().any(|there| there == name), "the form has no field {name}: {:?}", self.names);
        self.fields.retain(|(there, _)| there != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str())
    }

    /// Every field that would be sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
