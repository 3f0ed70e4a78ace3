//! The port through which texts are read: one reading for each text, in order.
//!
//! A classifier that fails delays an answer and never loses it: the job that asked tries again.

mod builtin;

use domain::classify::Reading;
use domain::response::OpenText;

pub use builtin::LexiconClassifier;

/// Something that reads texts.
#[async_trait::async_trait]
pub trait Classifier: Send + Sync {
    /// Its name and version, kept with every response it read.
    fn model(&self) -> String;

    /// Reads texts; there is one reading for each, in order.
    async fn read(&self, texts: &[OpenText]) -> Result<Vec<Reading>, ClassifierError>;
}

/// The classifier could not read; it may be able to later.
#[derive(Debug, thiserror::Error)]
#[error("the classifier could not read the texts")]
pub struct ClassifierError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
