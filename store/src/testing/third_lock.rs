//! The third lock: every statement behind a tenant's door names the tenant for each table that it touches.
//!
//! The role and the signed context keep tenants apart in the database itself; that each statement asks for its own
//! tenant's rows, too, is a habit of ours, and habits are forgotten. So whatever a test runs behind a tenant's door is
//! read here first: each table must be held to the tenant by a condition that no row escapes (`d.tenant_id = $1`, or
//! by way of another table that is), each inserted row must carry him, and the parameter must be the door's tenant.
//! Statements are constants, so one that passed once has passed for good, and production need not ask again.

mod scope;

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use domain::id::TenantId;
use sea_orm::{Statement as Bound, Value};
use sqlparser::ast::{Query, Select, SetExpr, Statement, TableObject, Visit as _, Visitor};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use scope::Scope;

/// The numbers of the parameters that must be the tenant, or what is wrong.
type Reading = Result<BTreeSet<usize>, String>;

/// What was read before: most statements run hundreds of times.
static READ: Mutex<Option<HashMap<String, Reading>>> = Mutex::new(None);

/// Looks whether a statement keeps to this tenant.
///
/// # Panics
/// When it does not: a statement without its tenant is a mistake of ours and of nobody else.
pub(crate) fn check(statement: &Bound, tenant: TenantId) {
    let reading = {
        let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_default();
        if !known.contains_key(&statement.sql) {
            known.insert(statement.sql.clone(), read(&statement.sql));
        }
        known[&statement.sql].clone()
    };
    let params = reading.unwrap_or_else(|why| panic!("{why}, in: {}", statement.sql));
    let values = statement.values.as_ref().map_or(&[][..], |values| &values.0);
    for number in params {
        let is_tenant = values.get(number - 1) == Some(&Value::from(tenant.uuid()));
        assert!(is_tenant, "${number} is not the door's tenant, in: {}", statement.sql);
    }
}

/// Reads a statement.
fn read(sql: &str) -> Reading {
    // The parser knows two of the four strengths of a row's lock; they are all the same here.
    let sql = sql.replace("FOR NO KEY UPDATE", "FOR UPDATE").replace("FOR KEY SHARE", "FOR SHARE");
    let parsed = Parser::parse_sql(&PostgreSqlDialect {}, &sql).map_err(|error| error.to_string())?;
    let mut names = CteNames::default();
    let mut reader = Reader::default();
    for statement in &parsed {
        let _: ControlFlow<()> = statement.visit(&mut names);
        reader.ctes.clone_from(&names.0);
        let _: ControlFlow<()> = statement.visit(&mut reader);
    }
    match reader.problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(reader.params),
    }
}

/// The names that a statement gives to its own parts.
#[derive(Default)]
struct CteNames(BTreeSet<String>);

impl Visitor for CteNames {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let parts = query.with.iter().flat_map(|with| &with.cte_tables);
        self.0.extend(parts.map(|part| part.alias.name.value.clone()));
        ControlFlow::Continue(())
    }
}

/// Walks through a statement with the scopes that it is in.
#[derive(Default)]
struct Reader {
    ctes: BTreeSet<String>,
    scopes: Vec<Scope>,
    params: BTreeSet<usize>,
    problems: Vec<String>,
}

impl Reader {
    fn enter(&mut self, scope: Scope) {
        self.params.extend(scope.params());
        self.problems.extend(scope.unheld().map(|alias| format!("`{alias}` is not held to the tenant")));
        self.scopes.push(scope);
    }

    fn scope_of(&self, select: &Select) -> Scope {
        Scope::new(&select.from, select.selection.as_ref(), &self.ctes, &self.scopes)
    }

    /// Every row that is inserted must carry the tenant.
    fn inserted(&mut self, source: &SetExpr, place: usize) {
        match source {
            SetExpr::Values(values) => {
                for row in &values.rows {
                    match row.content.get(place).and_then(scope::param) {
                        Some(param) => drop(self.params.insert(param)),
                        None => self.problems.push("a row is inserted without the tenant".to_owned()),
                    }
                }
            }
            SetExpr::Select(select) => {
                let scope = self.scope_of(select);
                let item = select.projection.get(place).and_then(scope::expression);
                match item.and_then(|item| scope.tenant_of(item, &self.scopes)) {
                    Some(params) => self.params.extend(params),
                    None => self.problems.push("rows are inserted without the tenant".to_owned()),
                }
            }
            SetExpr::SetOperation { left, right, .. } => {
                self.inserted(left, place);
                self.inserted(right, place);
            }
            SetExpr::Query(query) => self.inserted(&query.body, place),
            SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_)
            | SetExpr::Merge(_)
            | SetExpr::Table(_) => {
                self.problems.push("rows are inserted from what cannot be read here".to_owned());
            }
        }
    }
}

impl Visitor for Reader {
    type Break = ();

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        let scope = self.scope_of(select);
        self.enter(scope);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<()> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        let scope = match statement {
            Statement::Query(_) => Scope::default(),
            Statement::Update(update) => Scope::of_update(update, &self.ctes, &self.scopes),
            Statement::Delete(delete) => Scope::of_delete(delete, &self.ctes, &self.scopes),
            Statement::Insert(insert) => {
                let is_tenant = |column: &sqlparser::ast::ObjectName| column.to_string() == "tenant_id";
                let place = insert.columns.iter().position(is_tenant);
                match (&insert.table, place, &insert.source) {
                    (TableObject::TableName(_), Some(place), Some(source)) => {
                        self.inserted(&source.body, place)
                    }
                    _ => self.problems.push("an insert names no column `tenant_id`".to_owned()),
                }
                Scope::default()
            }
            other => {
                self.problems.push(format!("`{other}` is no statement for a door"));
                Scope::default()
            }
        };
        self.enter(scope);
        ControlFlow::Continue(())
    }

    fn post_visit_statement(&mut self, _: &Statement) -> ControlFlow<()> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests;
