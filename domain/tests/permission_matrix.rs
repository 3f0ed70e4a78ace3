//! Holds the checked-in role and permission table against the code.

use std::fmt::Write as _;

use domain::actor::{Permission, Role};

#[test]
fn the_matrix_file_says_what_the_code_allows() {
    let mut table = format!("{:<26}", "permission");
    for role in Role::ALL {
        write!(table, "{:<8}", role.code()).expect("a string takes everything");
    }
    table.push_str("operator\n");
    for permission in Permission::ALL {
        write!(table, "{:<26}", permission.code()).expect("a string takes everything");
        for role in Role::ALL {
            let mark = if role.allows(permission) { "yes" } else { "-" };
            write!(table, "{mark:<8}").expect("a string takes everything");
        }
        table.push_str(if permission == Permission::OperatePlatform { "yes\n" } else { "-\n" });
    }
    assert_eq!(table, include_str!("permission_matrix.txt"), "update permission_matrix.txt deliberately");
}
