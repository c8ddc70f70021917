//! What the tests of the service stand on: a service of their own, a world to put in it, and people who ask.

pub mod after;
pub mod answer;
pub mod app;
pub mod browser;
pub mod clock;
pub mod commission;
pub mod consent;
pub mod database;
pub mod deal;
pub mod demonstration;
pub mod designation;
pub mod edition;
pub mod grant;
pub mod kind;
pub mod market;
pub mod mentoring;
pub mod page;
pub mod persona;
pub mod post;
pub mod proxy;
pub mod register;
pub mod signing;
pub mod site;
pub mod terms;
pub mod world;

pub use answer::Answer;
pub use app::TestApp;
pub use page::Page;
pub use persona::Persona;
pub use site::{Reply, Site, Talk};
