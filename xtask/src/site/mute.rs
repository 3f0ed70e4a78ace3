//! Makes panics silent: in a release a panic is a trap, and the words for it are not in the wasm.
//!
//! What a member's browser could do with the words is write them to a console that nobody reads, and every member would
//! download them, their formatting and their places in the source. A debug build still says everything.
//!
//! **Invariant:** only what leads to nothing but a panic is taken out; what a function does before it may panic
//! stays.

use std::collections::HashSet;

use anyhow::bail;
use rustc_demangle::demangle;
use walrus::ir::{Instr, InstrSeqId, Unreachable, Visitor, dfs_in_order};
use walrus::{FunctionId, LocalFunction, Module};

use super::shed::empty;

/// The standard library's functions that panic, whatever they are given: names, or beginnings of them.
const PANICS: [&str; 12] = [
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::process::abort",
    "std::thread::local::panic_access_error",
];

/// Turns calls that panic into traps, and returns their number.
///
/// # Errors
/// When there are none: the functions have been renamed, and what is written here is out of date.
pub(super) fn panics(module: &mut Module) -> anyhow::Result<usize> {
    let mut panics: HashSet<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(always_panics))
        .map(|(id, _)| id)
        .collect();
    let mut count = 0;
    loop {
        for (_, function) in module.funcs.iter_local_mut() {
            count += trap(function, &panics);
        }
        // What has become nothing but a trap is one more of them.
        let before = panics.len();
        panics.extend(module.funcs.iter_local().filter(|(_, function)| is_trap(function)).map(|(id, _)| id));
        if panics.len() == before {
            break;
        }
    }
    if count == 0 {
        bail!("no call panics: this step has become useless");
    }
    for id in panics {
        empty(module, id);
    }
    walrus::passes::gc::run(module);
    Ok(count)
}

fn is_trap(function: &LocalFunction) -> bool {
    matches!(function.block(function.entry_block()).instrs[..], [(Instr::Unreachable(_), _)])
}

fn always_panics(mangled: &str) -> bool {
    let name = format!("{:#}", demangle(mangled));
    PANICS.iter().any(|panic| name.starts_with(panic))
}

/// Ends every block of a function at its first call that panics.
fn trap(function: &mut LocalFunction, panics: &HashSet<FunctionId>) -> usize {
    let mut count = 0;
    for block in blocks(function) {
        let instrs = &mut function.block_mut(block).instrs;
        let panic = instrs.iter().position(|(instr, _)| match instr {
            Instr::Call(call) => panics.contains(&call.func),
            _ => false,
        });
        let Some(panic) = panic else { continue };
        // What only prepares the panic goes with it: nobody reads what it would have written.
        let kept = instrs[..panic].iter().rposition(|(instr, _)| !is_preparation(instr));
        let place = instrs[panic].1;
        instrs.truncate(kept.map_or(0, |last| last + 1));
        instrs.push((Instr::Unreachable(Unreachable {}), place));
        count += 1;
    }
    count
}

/// Whether an instruction does nothing but move values about.
fn is_preparation(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Const(_)
            | Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Select(_)
            | Instr::Load(_)
            | Instr::Store(_)
            | Instr::Drop(_)
    )
}

fn blocks(function: &LocalFunction) -> Vec<InstrSeqId> {
    #[derive(Default)]
    struct Blocks(Vec<InstrSeqId>);
    impl<'instr> Visitor<'instr> for Blocks {
        fn start_instr_seq(&mut self, block: &'instr walrus::ir::InstrSeq) {
            self.0.push(block.id());
        }
    }
    let mut blocks = Blocks::default();
    dfs_in_order(&mut blocks, function, function.entry_block());
    blocks.0
}

#[cfg(test)]
mod tests {
    use walrus::ir::BinaryOp;
    use walrus::{FunctionBuilder, ValType};

    use super::*;

    /// A module in which `main` adds to a global, and where its argument is not zero calls a function of that name with
    /// a sum.
    fn module(called: &str) -> (Module, FunctionId) {
        let mut module = Module::default();
        let mut callee = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[]);
        let argument = module.locals.add(ValType::I32);
        callee.name(called.to_owned()).func_body().local_get(argument).drop();
        let callee = callee.finish(vec![argument], &mut module.funcs);
        let argument = module.locals.add(ValType::I32);
        let mut main = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        main.name("main".to_owned()).func_body().local_get(argument).if_else(
            None,
            |then| {
                then.i32_const(1).i32_const(2).binop(BinaryOp::I32Add).call(callee);
            },
            |_| {},
        );
        main.func_body().i32_const(7);
        let main = main.finish(vec![argument], &mut module.funcs);
        module.exports.add("main", main);
        (module, main)
    }

    /// The instructions of all blocks of a function, one after the other.
    fn instructions(module: &Module, id: FunctionId) -> Vec<String> {
        let function = module.funcs.get(id).kind.unwrap_local();
        let all = blocks(function).into_iter().flat_map(|block| function.block(block).instrs.iter());
        all.map(|(instr, _)| format!("{instr:?}").split([' ', '(']).next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn what_leads_to_a_panic_only_becomes_a_trap_and_the_rest_stays() {
        let (mut module, main) = module("core::panicking::panic_fmt");
        assert_eq!(panics(&mut module).unwrap(), 1);
        assert_eq!(instructions(&module, main), ["LocalGet", "IfElse", "Const", "Unreachable"]);
        assert_eq!(module.funcs.iter_local().count(), 1, "the panic itself is gone");
    }

    #[test]
    fn what_calls_other_functions_is_left_alone() {
        let (mut module, main) = module("app::pages::panicking::panic_fmt");
        assert!(panics(&mut module).is_err(), "nothing panics");
        assert!(instructions(&module, main).contains(&"Call".to_owned()));
    }

    #[test]
    fn only_the_functions_of_the_standard_library_are_meant() {
        for name in [
            "core::panicking::panic_bounds_check",
            "_ZN4core9panicking9panic_fmt17h0123456789abcdefE",
            "core::option::unwrap_failed",
            "alloc::raw_vec::handle_error",
        ] {
            assert!(always_panics(name), "{name}");
        }
        for name in
            ["core::panic::location", "app::core::panicking::panic", "core::option::Option<T>::expect"]
        {
            assert!(!always_panics(name), "{name}");
        }
    }
}
