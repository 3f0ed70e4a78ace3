//! The classifier that is always there: the phrase lexicon, in process.

use std::sync::Arc;

use domain::classify::{LEXICON_VERSION, Reading, read};
use domain::response::OpenText;

use super::{Classifier, ClassifierError};

/// Texts longer than this in all are read on a thread of their own, so that nobody waits behind them.
const LONG: usize = 8_000;

/// Reads with the phrase lexicon.
#[derive(Copy, Clone, Debug, Default)]
pub struct LexiconClassifier;

impl LexiconClassifier {
    /// The classifier as the port.
    #[must_use]
    pub fn port() -> Arc<dyn Classifier> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Classifier for LexiconClassifier {
    fn model(&self) -> String {
        LEXICON_VERSION.to_owned()
    }

    async fn read(&self, texts: &[OpenText]) -> Result<Vec<Reading>, ClassifierError> {
        if texts.iter().map(|one| one.text.len()).sum::<usize>() <= LONG {
            return Ok(texts.iter().map(|one| read(&one.text)).collect());
        }
        let texts: Vec<String> = texts.iter().map(|one| one.text.clone()).collect();
        tokio::task::spawn_blocking(move || texts.iter().map(|text| read(text)).collect())
            .await
            .map_err(|error| ClassifierError(Box::new(error)))
    }
}
