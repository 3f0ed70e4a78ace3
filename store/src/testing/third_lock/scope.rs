//! The tables of one part of a statement, and which of them a condition holds to the tenant.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{
    BinaryOperator, Delete, Expr, FromTable, Ident, Join, JoinConstraint, JoinOperator, ObjectName,
    SelectItem, TableAlias, TableFactor, TableWithJoins, Update, UpdateTableFromKind, Value, ValueWithSpan,
};

const TENANT: &str = "tenant_id";

/// Something that an equation can be about.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Side {
    /// The tenant of the table with this alias.
    Of(String),
    /// `$n`.
    Param(usize),
}

/// The tables of one `SELECT`, `UPDATE` or `DELETE`.
#[derive(Default, Debug)]
pub(super) struct Scope {
    /// By alias: whether it is a table, rather than a function or a part of the statement.
    aliases: BTreeMap<String, bool>,
    /// By alias: the parameters that hold it.
    held: BTreeMap<String, BTreeSet<usize>>,
}

/// A condition that holds only the tables on the far side of an outer join.
struct Outer {
    far: BTreeSet<String>,
    equations: Vec<(Side, Side)>,
}

impl Scope {
    /// Reads the tables of a `FROM` and their conditions.
    pub(super) fn new(
        from: &[TableWithJoins],
        condition: Option<&Expr>,
        ctes: &BTreeSet<String>,
        around: &[Self],
    ) -> Self {
        let mut scope = Self::default();
        let (mut inner, mut outer) = (Vec::new(), Vec::new());
        let mut conditions: Vec<&Expr> = condition.into_iter().collect();
        let mut outer_conditions = Vec::new();
        for tables in from {
            scope.take(tables, ctes, &mut conditions, &mut outer_conditions);
        }
        for condition in conditions {
            scope.equations(condition, around, &mut inner);
        }
        for (far, condition) in outer_conditions {
            let mut equations = Vec::new();
            scope.equations(condition, around, &mut equations);
            outer.push(Outer { far, equations });
        }
        scope.hold(&inner, &outer, around);
        scope
    }

    /// The same for the target and the tables of an update.
    pub(super) fn of_update(update: &Update, ctes: &BTreeSet<String>, around: &[Self]) -> Self {
        let mut tables = vec![update.table.clone()];
        match &update.from {
            Some(UpdateTableFromKind::BeforeSet(from) | UpdateTableFromKind::AfterSet(from)) => {
                tables.extend(from.iter().cloned());
            }
            None => {}
        }
        Self::new(&tables, update.selection.as_ref(), ctes, around)
    }

    /// The same for a delete.
    pub(super) fn of_delete(delete: &Delete, ctes: &BTreeSet<String>, around: &[Self]) -> Self {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let tables: Vec<TableWithJoins> = from.iter().chain(delete.using.iter().flatten()).cloned().collect();
        Self::new(&tables, delete.selection.as_ref(), ctes, around)
    }

    /// The parameters that hold its tables.
    pub(super) fn params(&self) -> impl Iterator<Item = usize> + '_ {
        self.held.values().flatten().copied()
    }

    /// The tables that nothing holds.
    pub(super) fn unheld(&self) -> impl Iterator<Item = &str> {
        let tables = self.aliases.iter().filter(|(_, is_table)| **is_table);
        tables.map(|(alias, _)| alias.as_str()).filter(|alias| !self.held.contains_key(*alias))
    }

    /// The parameters behind an expression that is the tenant.
    pub(super) fn tenant_of(&self, expression: &Expr, around: &[Self]) -> Option<BTreeSet<usize>> {
        match self.side(expression, around)? {
            Side::Param(param) => Some(BTreeSet::from([param])),
            side @ Side::Of(_) => self.known(&side, around),
        }
    }

    fn take<'a>(
        &mut self,
        tables: &'a TableWithJoins,
        ctes: &BTreeSet<String>,
        conditions: &mut Vec<&'a Expr>,
        outer: &mut Vec<(BTreeSet<String>, &'a Expr)>,
    ) -> BTreeSet<String> {
        let mut near = self.take_one(&tables.relation, ctes, conditions, outer);
        for Join { relation, join_operator, .. } in &tables.joins {
            let far = self.take_one(relation, ctes, conditions, outer);
            match join_operator {
                JoinOperator::Join(on) | JoinOperator::Inner(on) | JoinOperator::CrossJoin(on) => {
                    conditions.extend(condition(on));
                }
                JoinOperator::Left(on) | JoinOperator::LeftOuter(on) => {
                    outer.extend(condition(on).map(|on| (far.clone(), on)));
                }
                JoinOperator::Right(on) | JoinOperator::RightOuter(on) => {
                    outer.extend(condition(on).map(|on| (near.clone(), on)));
                }
                // Of a full join neither side is held by its condition, and others we do not write.
                _ => {}
            }
            near.extend(far);
        }
        near
    }

    fn take_one<'a>(
        &mut self,
        factor: &'a TableFactor,
        ctes: &BTreeSet<String>,
        conditions: &mut Vec<&'a Expr>,
        outer: &mut Vec<(BTreeSet<String>, &'a Expr)>,
    ) -> BTreeSet<String> {
        let (name, is_table) = match factor {
            TableFactor::Table { name, alias, args, .. } => (
                named(alias.as_ref()).unwrap_or_else(|| last(name)),
                args.is_none() && !ctes.contains(&last(name)),
            ),
            TableFactor::NestedJoin { table_with_joins, .. } => {
                return self.take(table_with_joins, ctes, conditions, outer);
            }
            TableFactor::Derived { alias, .. }
            | TableFactor::TableFunction { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::UNNEST { alias, .. } => (named(alias.as_ref()).unwrap_or_default(), false),
            // What we do not write is taken for a table that nothing holds.
            other => (other.to_string(), true),
        };
        self.aliases.insert(name.clone(), is_table);
        BTreeSet::from([name])
    }

    /// The equations of a condition that every row must fulfil.
    fn equations(&self, condition: &Expr, around: &[Self], found: &mut Vec<(Side, Side)>) {
        match condition {
            Expr::Nested(inner) => self.equations(inner, around, found),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                self.equations(left, around, found);
                self.equations(right, around, found);
            }
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
                if let (Some(left), Some(right)) = (self.side(left, around), self.side(right, around)) {
                    found.push((left, right));
                }
            }
            _ => {}
        }
    }

    fn side(&self, expression: &Expr, around: &[Self]) -> Option<Side> {
        match expression {
            Expr::Identifier(column) if column.value == TENANT => {
                let one_table = |scope: &Self| {
                    let mut tables = scope.aliases.iter().filter(|(_, is_table)| **is_table);
                    let first = tables.next().map(|(alias, _)| alias.clone());
                    first.filter(|_| tables.next().is_none())
                };
                let scopes = std::iter::once(self).chain(around.iter().rev());
                scopes.filter(|scope| !scope.aliases.is_empty()).map(one_table).next().flatten().map(Side::Of)
            }
            Expr::CompoundIdentifier(parts) => match &parts[..] {
                [alias, column] if column.value == TENANT => Some(Side::Of(alias.value.clone())),
                _ => None,
            },
            other => param(other).map(Side::Param),
        }
    }

    /// The parameters that hold one side, as far as it is known.
    fn known(&self, side: &Side, around: &[Self]) -> Option<BTreeSet<usize>> {
        match side {
            Side::Param(param) => Some(BTreeSet::from([*param])),
            Side::Of(alias) if self.aliases.contains_key(alias) => self.held.get(alias).cloned(),
            Side::Of(alias) => {
                around.iter().rev().find(|scope| scope.aliases.contains_key(alias))?.held.get(alias).cloned()
            }
        }
    }

    fn hold(&mut self, inner: &[(Side, Side)], outer: &[Outer], around: &[Self]) {
        loop {
            let before = self.held.len();
            for (left, right) in inner {
                self.hold_by(left, right, around, None);
                self.hold_by(right, left, around, None);
            }
            for Outer { far, equations } in outer {
                for (left, right) in equations {
                    self.hold_by(left, right, around, Some(far));
                    self.hold_by(right, left, around, Some(far));
                }
            }
            if self.held.len() == before {
                return;
            }
        }
    }

    fn hold_by(&mut self, side: &Side, by: &Side, around: &[Self], only: Option<&BTreeSet<String>>) {
        let Side::Of(alias) = side else { return };
        let may = self.aliases.contains_key(alias) && only.is_none_or(|only| only.contains(alias));
        if may && let Some(params) = self.known(by, around) {
            self.held.entry(alias.clone()).or_default().extend(params);
        }
    }
}

/// The number of a parameter, also of one that is cast.
pub(super) fn param(expression: &Expr) -> Option<usize> {
    match expression {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => param(inner),
        Expr::Value(ValueWithSpan { value: Value::Placeholder(name), .. }) => {
            name.strip_prefix('$')?.parse().ok()
        }
        _ => None,
    }
}

/// What a `SELECT` gives in one place.
pub(super) const fn expression(item: &SelectItem) -> Option<&Expr> {
    match item {
        SelectItem::UnnamedExpr(expression) | SelectItem::ExprWithAlias { expr: expression, .. } => {
            Some(expression)
        }
        _ => None,
    }
}

const fn condition(on: &JoinConstraint) -> Option<&Expr> {
    match on {
        JoinConstraint::On(condition) => Some(condition),
        _ => None,
    }
}

fn named(alias: Option<&TableAlias>) -> Option<String> {
    alias.map(|TableAlias { name: Ident { value, .. }, .. }| value.clone())
}

fn last(name: &ObjectName) -> String {
    name.0
        .last()
        .and_then(|part| part.as_ident())
        .map_or_else(|| name.to_string(), |ident| ident.value.clone())
}
