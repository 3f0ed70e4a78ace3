//! What a buyer reads and can press, page by page.

mod after;
mod first;
mod kinds;
mod language;
mod problem;
mod scene;
mod section;
