//! Small parts that pages are made of; each gets its data through props.

pub mod brand;
pub mod confirm;
pub mod empty;
pub mod filter_bar;
pub mod form;
pub mod frame;
pub mod icon;
pub mod keys;
pub mod late;
pub mod live;
pub mod loaded;
pub mod misread;
pub mod notice;
pub mod outcome;
pub mod pager;
pub mod refine;
pub mod segmented;
pub mod skeleton;
pub mod theme;
pub mod time;
pub mod topbar;
