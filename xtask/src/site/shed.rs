//! Takes out of the wasm what can never run, but which the linker must keep.
//!
//! Leptos 0.8 puts two ways to hydrate into the table of every erased view: at once, and step by step for
//! pages whose parts arrive later. `hydrate_body` uses the first only; the second is a fifth of the code.
//! Leptos 0.9 leaves it out by itself. Here the bodies of those functions become traps, and everything
//! that only they have used goes with them. So do the methods of the classes for streams, which come with
//! `server_fn`.
//!
//! **Invariant:** a function is emptied only when nothing but the like of it calls it.

use std::collections::HashSet;

use anyhow::bail;
use rustc_demangle::demangle;
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ElementItems, ExportItem, FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module, passes,
};

/// Empties the functions for hydration step by step and returns their number.
///
/// # Errors
/// When there are none: they have been renamed, and what is written here is out of date.
pub(super) fn async_hydration(module: &mut Module) -> anyhow::Result<usize> {
    let mut unused: HashSet<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(hydrates_step_by_step))
        .map(|(id, _)| id)
        .collect();
    keep_called(module, &mut unused);
    if unused.is_empty() {
        bail!("no function hydrates step by step: this step has become useless");
    }
    for id in &unused {
        empty(module, *id);
    }
    passes::gc::run(module);
    Ok(unused.len())
}

/// Classes for streams of requests and answers, which come with `server_fn`; nothing of ours streams.
const STREAMS: [&str; 3] = ["intounderlyingbytesource", "intounderlyingsink", "intounderlyingsource"];

/// Empties the methods of the classes for streams and returns their number. They are exported, so that the linker keeps
/// them, but the script has no object to call them on: only the wasm could make one, by an import that it has not.
///
/// # Errors
/// When there are none: they have been renamed, and what is written here is out of date.
pub(super) fn streams(module: &mut Module) -> anyhow::Result<usize> {
    let is_made = |class: &str| {
        let constructor = format!("__wbg_{class}_new");
        module.imports.iter().any(|import| import.name.starts_with(&constructor))
    };
    let prefixes: &Vec<String> = &STREAMS
        .into_iter()
        .filter(|class| !is_made(class))
        .flat_map(|class| [format!("{class}_"), format!("__wbg_{class}_free")])
        .collect();
    let exported = |of_stream: bool| {
        let is_wanted = move |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix)) == of_stream;
        module.exports.iter().filter(move |export| is_wanted(&export.name)).filter_map(|export| match export
            .item
        {
            ExportItem::Function(id) => Some(id),
            ExportItem::Table(_) | ExportItem::Memory(_) | ExportItem::Global(_) | ExportItem::Tag(_) => None,
        })
    };
    let mut methods: HashSet<FunctionId> = exported(true).collect();
    for other in exported(false).chain(pointed_to(module)) {
        methods.remove(&other);
    }
    keep_called(module, &mut methods);
    if methods.is_empty() {
        bail!("no method of a stream is exported: this step has become useless");
    }
    for id in &methods {
        empty(module, *id);
    }
    passes::gc::run(module);
    Ok(methods.len())
}

/// Whether a name is that of such a function, or of the body of its future.
fn hydrates_step_by_step(mangled: &str) -> bool {
    let name = format!("{:#}", demangle(mangled));
    let Some((_, rest)) = name.rsplit_once("hydrate_async") else { return false };
    ["", "::{{closure}}", "::{closure#0}"].contains(&rest)
}

pub(super) fn empty(module: &mut Module, id: FunctionId) {
    let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}

/// Takes those out of `unused` that others call: the optimiser may have given a function to all that need the same code.
fn keep_called(module: &Module, unused: &mut HashSet<FunctionId>) {
    loop {
        let needed: HashSet<FunctionId> = module
            .funcs
            .iter_local()
            .filter(|(caller, _)| !unused.contains(caller))
            .flat_map(|(_, function)| called(function))
            .collect();
        let before = unused.len();
        unused.retain(|id| !needed.contains(id));
        if unused.len() == before {
            break;
        }
    }
}

/// The functions in tables, which are called through pointers.
fn pointed_to(module: &Module) -> impl Iterator<Item = FunctionId> {
    module
        .elements
        .iter()
        .flat_map(|element| match &element.items {
            ElementItems::Functions(functions) => functions.as_slice(),
            ElementItems::Expressions(..) => &[],
        })
        .copied()
}

pub(super) fn called(function: &LocalFunction) -> HashSet<FunctionId> {
    #[derive(Default)]
    struct Calls(HashSet<FunctionId>);
    impl<'instr> Visitor<'instr> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.insert(*id);
        }
    }
    let mut calls = Calls::default();
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

#[cfg(test)]
mod tests {
    use walrus::ValType;
    use walrus::ir::Instr;

    use super::*;

    /// A module in which `main` may call one of two functions for hydration step by step.
    fn module(main_calls_one: bool) -> (Module, [FunctionId; 2]) {
        let mut module = Module::default();
        let pair = ["view::hydrate_async", "view::hydrate_async::{{closure}}"].map(|name| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
            builder.name(name.to_owned()).func_body().i32_const(7);
            let argument = module.locals.add(ValType::I32);
            let id = builder.finish(vec![argument], &mut module.funcs);
            module.exports.add(name, id);
            id
        });
        let mut main = FunctionBuilder::new(&mut module.types, &[], &[]);
        main.name("main".to_owned());
        if main_calls_one {
            main.func_body().i32_const(1).call(pair[0]).drop();
        }
        let main = main.finish(Vec::new(), &mut module.funcs);
        module.exports.add("main", main);
        (module, pair)
    }

    fn is_trap(module: &Module, id: FunctionId) -> bool {
        let function = module.funcs.get(id).kind.unwrap_local();
        matches!(function.block(function.entry_block()).instrs[..], [(Instr::Unreachable(_), _)])
    }

    #[test]
    fn functions_that_nobody_calls_become_traps() {
        let (mut module, pair) = module(false);
        assert_eq!(async_hydration(&mut module).unwrap(), 2);
        assert!(pair.iter().all(|id| is_trap(&module, *id)));
    }

    #[test]
    fn a_function_that_somebody_calls_is_kept() {
        let (mut module, [kept, shed]) = module(true);
        assert_eq!(async_hydration(&mut module).unwrap(), 1);
        assert!(!is_trap(&module, kept));
        assert!(is_trap(&module, shed));
    }

    /// A module that exports a method of a stream, and may be able to make one, or call the method itself.
    fn streaming(can_make: bool, calls: bool) -> (Module, FunctionId) {
        let mut module = Module::default();
        if can_make {
            let constructor = module.types.add(&[ValType::I32], &[ValType::I32]);
            module.add_import_func(
                "__wbindgen_placeholder__",
                "__wbg_intounderlyingsink_new_12ab",
                constructor,
            );
        }
        let mut method = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        method.func_body().i32_const(7);
        let method = method.finish(Vec::new(), &mut module.funcs);
        module.exports.add("intounderlyingsink_close_12ab", method);
        let mut main = FunctionBuilder::new(&mut module.types, &[], &[]);
        if calls {
            main.func_body().call(method).drop();
        }
        let main = main.finish(Vec::new(), &mut module.funcs);
        module.exports.add("main", main);
        (module, method)
    }

    #[test]
    fn methods_of_streams_that_cannot_be_made_become_traps() {
        let (mut module, method) = streaming(false, false);
        assert_eq!(streams(&mut module).unwrap(), 1);
        assert!(is_trap(&module, method));
    }

    #[test]
    fn methods_of_streams_that_are_in_use_are_kept() {
        for (can_make, calls) in [(true, false), (false, true)] {
            let (mut module, method) = streaming(can_make, calls);
            assert!(streams(&mut module).is_err(), "nothing is left to empty");
            assert!(!is_trap(&module, method));
        }
    }

    #[test]
    fn only_the_functions_themselves_are_meant() {
        assert!(hydrates_step_by_step(
            "_ZN53_$LT$T$u20$as$u20$tachys..view..any_view..IntoAny$GT$8into_any13hydrate_async\
             28_$u7b$$u7b$closure$u7d$$u7d$17h835ab09a8d01784aE"
        ));
        assert!(!hydrates_step_by_step("app::hydrate_async::{{closure}}::inner_1"));
        assert!(!hydrates_step_by_step("tachys::hydrate"));
    }
}
