//! What holds a statement to its tenant, and what only looks as if it did.

use super::*;

fn params(sql: &str) -> Vec<usize> {
    read(sql).unwrap_or_else(|why| panic!("{why}: {sql}")).into_iter().collect()
}

fn refused(sql: &str) -> String {
    read(sql).expect_err(sql)
}

#[test]
fn each_table_may_be_held_by_itself_or_by_way_of_another() {
    assert_eq!(params("SELECT id FROM deals WHERE tenant_id = $1 AND id = $2"), [1]);
    assert_eq!(
        params("SELECT 1 FROM deals d JOIN contacts c ON c.tenant_id = d.tenant_id WHERE d.tenant_id = $3"),
        [3]
    );
    assert_eq!(
        params(
            "SELECT d.id, (SELECT count(*) FROM contacts c WHERE c.tenant_id = d.tenant_id AND c.deal_id = d.id)
             FROM deals d WHERE (d.tenant_id = $1) AND (d.a = $2 OR d.b = $3)"
        ),
        [1]
    );
    assert_eq!(
        params(
            "SELECT 1 FROM deals d LEFT JOIN settings s ON s.tenant_id = d.tenant_id WHERE d.tenant_id = $1"
        ),
        [1]
    );
    assert_eq!(
        params("UPDATE deals SET a = 1 FROM contacts c WHERE deals.tenant_id = $1 AND c.tenant_id = $2"),
        [1, 2]
    );
    assert_eq!(
        params("DELETE FROM deals d USING unnest($2::uuid[]) AS one(id) WHERE d.tenant_id = $1::uuid"),
        [1]
    );
    assert!(params("SELECT queue.complete($1, $2)").is_empty());
}

#[test]
fn parts_of_a_statement_are_looked_at_one_by_one() {
    let held = "WITH old AS (DELETE FROM drafts WHERE tenant_id = $1 RETURNING tenant_id, id)
                INSERT INTO deals (id, tenant_id) SELECT old.id, $1 FROM old";
    assert_eq!(params(held), [1]);
    let open = "WITH old AS (DELETE FROM drafts RETURNING tenant_id, id)
                INSERT INTO deals (id, tenant_id) SELECT old.id, $1 FROM old";
    assert_eq!(refused(open), "`drafts` is not held to the tenant");
    let inner = "SELECT 1 FROM deals d WHERE d.tenant_id = $1
                 AND EXISTS (SELECT 1 FROM deals d WHERE d.id = $2)";
    assert_eq!(refused(inner), "`d` is not held to the tenant");
}

#[test]
fn what_a_row_can_escape_holds_nothing() {
    for sql in [
        "SELECT 1 FROM deals",
        "SELECT 1 FROM deals WHERE tenant_id = $1 OR id = $2",
        "SELECT 1 FROM deals WHERE NOT tenant_id = $1",
        "SELECT 1 FROM deals WHERE tenant_id <> $1",
        "SELECT 1 FROM deals WHERE tenant_id = tenant_id",
        "SELECT 1 FROM deals WHERE deal_id = $1",
        "SELECT 1 FROM deals d JOIN contacts c ON c.deal_id = d.id WHERE d.tenant_id = $1",
        "SELECT 1 FROM deals d LEFT JOIN contacts c ON d.tenant_id = $1 AND c.tenant_id = d.tenant_id",
        "SELECT 1 FROM deals d FULL JOIN contacts c ON d.tenant_id = $1 AND c.tenant_id = $1",
        "SELECT 1 FROM deals d, unnest($1::uuid[]) AS one(tenant_id) WHERE d.tenant_id = one.tenant_id",
        "SELECT 1 FROM pool.deals",
        "UPDATE deals SET a = 1 WHERE id = $1",
        "UPDATE deals SET a = 1 FROM contacts c WHERE c.tenant_id = $1",
        "DELETE FROM deals WHERE id IN (SELECT id FROM contacts WHERE tenant_id = $1)",
        "INSERT INTO deals (id, name) VALUES ($1, $2)",
        "INSERT INTO deals VALUES ($1, $2)",
        "INSERT INTO deals (tenant_id, id) VALUES ($1, $2), (gen_random_uuid(), $3)",
        "INSERT INTO deals (tenant_id, id) SELECT one.tenant_id, one.id FROM unnest($1, $2) AS one(tenant_id, id)",
        "TRUNCATE deals",
    ] {
        refused(sql);
    }
}
