//! The site's files: what the build made, under names that change with their content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::state::AppState;

/// The folder with the built site, and the names of its files.
#[derive(Clone, Debug, Default)]
pub struct Site {
    folder: PathBuf,
    names: BTreeMap<String, String>,
    survey_sheet: Arc<str>,
}

impl Site {
    /// Reads the folder's manifest.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        use anyhow::Context as _;

        let folder = std::path::absolute(folder)?;
        let manifest = folder.join("pkg/manifest.json");
        let text = std::fs::read_to_string(&manifest)
            .with_context(|| format!("the site's files are not in {}: build them first", folder.display()))?;
        let files: BTreeMap<String, String> = serde_json::from_str(&text)
            .with_context(|| format!("{} is not a manifest", manifest.display()))?;
        // Without it, the pages link to where it should be; `missing` says so.
        let sheet = files
            .get("survey.css")
            .and_then(|file| std::fs::read_to_string(folder.join("pkg").join(file)).ok());
        let names = files.into_iter().map(|(name, file)| (name, format!("/pkg/{file}"))).collect();
        Ok(Self { folder, names, survey_sheet: sheet.unwrap_or_default().into() })
    }

    /// The address of a file of the build, such as `survey.css`; the plain name when the build has none.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        self.names.get(name).cloned().unwrap_or_else(|| format!("/pkg/{name}"))
    }

    /// The stylesheet of the buyers' pages, which is a part of them; empty when the build has none.
    #[must_use]
    pub fn survey_sheet(&self) -> Arc<str> {
        self.survey_sheet.clone()
    }

    /// What the manifest names and the folder does not have.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let is_missing = |path: &&String| !self.folder.join(path.trim_start_matches('/')).is_file();
        self.names.values().filter(is_missing).cloned().collect()
    }

    /// What Leptos must know to find the same files.
    #[must_use]
    pub fn leptos_options(&self) -> LeptosOptions {
        LeptosOptions::builder()
            .output_name("winloss")
            .site_root(self.folder.display().to_string())
            .site_pkg_dir("pkg")
            .hash_files(!self.names.is_empty())
            .hash_file(Arc::from(self.folder.join("hash.txt").display().to_string()))
            .build()
    }

    /// The routes of the files.
    pub fn routes(&self) -> Router<AppState> {
        // A name changes with the content, so whoever has the file never needs to ask again.
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        let hour = HeaderValue::from_static("public, max-age=3600");
        let files = ServeDir::new(self.folder.join("pkg"))
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        let files = ServiceBuilder::new()
            .layer(SetResponseHeaderLayer::overriding(
                header::CACHE_CONTROL,
                move |response: &http::Response<_>| response.status().is_success().then(|| forever.clone()),
            ))
            .service(files);
        let mut routes = Router::new().nest_service("/pkg", files);
        for name in self.public_files() {
            let file = ServiceBuilder::new()
                .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, hour.clone()))
                .service(ServeFile::new(self.folder.join(&name)));
            routes = routes.route_service(&format!("/{name}"), file);
        }
        routes
    }

    /// The files beside the build, such as the icon.
    fn public_files(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name != "hash.txt" && !name.starts_with('.') && !name.ends_with(".br"))
            .filter(|name| !name.ends_with(".gz") && !name.contains(['{', '}']))
            .collect();
        names.sort();
        names
    }
}
