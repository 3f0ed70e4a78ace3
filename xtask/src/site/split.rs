//! Splits a bundle in two: what its first view needs, and what comes when somebody asks for it.
//!
//! The flow: functions whose names begin with `late_` are doors. What can be reached from the exports without going
//! through a door stays in the first part, what only lies behind a door becomes the second, and both share memory and
//! tables. In the first part a door is a call through a place in the table, which the second part fills when it is
//! instantiated; whoever goes through a door before that traps. The second part imports what it uses of the first from
//! a module `m`, which is the first part's exports.
//!
//! What is reached is a matter of calls and of addresses; see [`link`](super::link). Functions carry the index that they
//! had when they were linked at the end of their names, from before the bindings are made, which rewrite the wasm.
//!
//! **Invariant:** every function and every piece of data that the first part can reach is in the first part.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, bail, ensure};
use rustc_demangle::demangle;
use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalKind, ImportKind, ImportedFunction, MemoryId, Module, ModuleConfig, TableId, passes,
};

use super::link::{Links, Node};
use super::shed::{called, empty};

/// The module that the second part imports from.
const FIRST: &str = "m";
/// Between the name of a function and its index.
const MARK: char = '#';

/// A linked wasm, with what was written down about it.
pub(super) struct Linked {
    pub(super) module: Module,
    links: Links,
    indices: HashMap<FunctionId, usize>,
}

impl Linked {
    /// Reads it.
    pub(super) fn read(wasm: &[u8]) -> anyhow::Result<Self> {
        let links = Links::read(wasm)?;
        let indices = Arc::new(Mutex::new(HashMap::new()));
        let (count, seen) = (links.functions.len(), indices.clone());
        let mut config = ModuleConfig::new();
        config.on_parse(move |_, ids| {
            let mut seen = seen.lock().map_err(|_| anyhow::anyhow!("a reader failed"))?;
            for index in 0..count {
                seen.insert(ids.get_func(u32::try_from(index)?)?, index);
            }
            Ok(())
        });
        let mut module = config.parse(wasm)?;
        for section in ["linking", "reloc.CODE", "reloc.DATA"] {
            module.customs.remove_raw(section);
        }
        let indices = std::mem::take(&mut *indices.lock().map_err(|_| anyhow::anyhow!("a reader failed"))?);
        Ok(Self { module, links, indices })
    }

    /// Marks every function with its index, so that it is known again in what the bindings make of the module.
    pub(super) fn mark(mut self) -> (Module, Links) {
        for function in self.module.funcs.iter_mut() {
            if let (FunctionKind::Local(_), Some(index)) = (&function.kind, self.indices.get(&function.id()))
            {
                let name = function.name.take().unwrap_or_default();
                function.name = Some(format!("{name}{MARK}{index}"));
            }
        }
        (self.module, self.links)
    }
}

/// Both parts.
pub(super) struct Parts {
    pub(super) first: Vec<u8>,
    pub(super) rest: Vec<u8>,
    /// How many functions moved.
    pub(super) moved: usize,
}

/// Splits what the bindings made.
///
/// # Errors
/// When there is no door: they have been renamed, and what is written here is out of date.
pub(super) fn split(bound: &[u8], links: &Links) -> anyhow::Result<Parts> {
    let mut first = Module::from_buffer(bound)?;
    let mut rest = Module::from_buffer(bound)?;
    // The same bytes, so the same functions in the same order.
    let [of_first, of_rest] =
        [&first, &rest].map(|module| module.funcs.iter().map(|one| one.id()).collect::<Vec<_>>());
    let reached = Reached::of(&first, links)?;
    let at = |id: &FunctionId| of_first.iter().position(|one| one == id);
    let doors: Vec<usize> = reached.doors.iter().filter_map(at).collect();
    let moves: HashSet<usize> = {
        let places: HashMap<FunctionId, usize> =
            of_first.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        reached.rest.iter().filter_map(|id| places.get(id).copied()).collect()
    };
    let table = first.tables.main_function_table()?.context("there is no table of functions")?;
    let slots = u32::try_from(first.tables.get(table).initial)?;

    let first_moved: HashSet<FunctionId> = moves.iter().map(|place| of_first[*place]).collect();
    let rest_moved: HashSet<FunctionId> = moves.iter().map(|place| of_rest[*place]).collect();
    let rest_doors: Vec<FunctionId> = doors.iter().map(|place| of_rest[*place]).collect();
    let first_doors: Vec<FunctionId> = doors.iter().map(|place| of_first[*place]).collect();

    keep_rest(&mut rest, &rest_moved, &rest_doors, slots, links, &reached.pieces)?;
    keep_first(&mut first, &first_moved, &first_doors, (table, slots), links, &reached.pieces)?;
    join(&mut first, &mut rest, &of_first, &of_rest)?;
    passes::gc::run(&mut first);
    for module in [&mut first, &mut rest] {
        unmark(module);
    }
    Ok(Parts { first: first.emit_wasm(), rest: rest.emit_wasm(), moved: moves.len() })
}

/// What lies on which side of the doors.
struct Reached {
    doors: Vec<FunctionId>,
    /// The functions behind the doors, and the doors.
    rest: HashSet<FunctionId>,
    /// The pieces of data behind the doors.
    pieces: BTreeSet<usize>,
}

impl Reached {
    fn of(module: &Module, links: &Links) -> anyhow::Result<Self> {
        let indices: HashMap<FunctionId, usize> =
            module.funcs.iter().filter_map(|one| Some((one.id(), index_of(one.name.as_deref()?)?))).collect();
        let ids: HashMap<usize, FunctionId> = indices.iter().map(|(id, index)| (*index, *id)).collect();
        let doors: BTreeSet<FunctionId> = module
            .funcs
            .iter_local()
            .map(|(id, _)| id)
            .filter(|id| module.funcs.get(*id).name.as_deref().is_some_and(is_door))
            .collect();
        if doors.is_empty() {
            bail!("no function is a door: this step has become useless");
        }
        let exported = module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        });
        // What the bindings have added is nobody's in particular.
        let added = module.funcs.iter_local().map(|(id, _)| id).filter(|id| !indices.contains_key(id));
        let roots: Vec<FunctionId> = exported.chain(added).chain(module.start).collect();
        let walk = |roots: Vec<FunctionId>, stop: &dyn Fn(FunctionId) -> bool| {
            let (mut functions, mut pieces) = (HashSet::new(), BTreeSet::new());
            let mut waiting: Vec<Step> = roots.into_iter().map(Step::Function).collect();
            while let Some(step) = waiting.pop() {
                let nodes = match step {
                    Step::Function(id) if stop(id) || !functions.insert(id) => continue,
                    Step::Function(id) => {
                        if let FunctionKind::Local(local) = &module.funcs.get(id).kind {
                            waiting.extend(called(local).into_iter().map(Step::Function));
                        }
                        indices.get(&id).and_then(|index| links.functions.get(*index))
                    }
                    Step::Piece(piece) if !pieces.insert(piece) => continue,
                    Step::Piece(piece) => links.pieces.get(piece).map(|piece| &piece.of),
                };
                waiting.extend(nodes.into_iter().flatten().filter_map(|node| match node {
                    Node::Function(index) => ids.get(&(*index as usize)).copied().map(Step::Function),
                    Node::Piece(piece) => Some(Step::Piece(*piece)),
                }));
            }
            (functions, pieces)
        };
        let (own, own_pieces) = walk(roots, &|id| doors.contains(&id));
        let (behind, pieces) = walk(doors.iter().copied().collect(), &|id| own.contains(&id));
        let is_local = |id: &FunctionId| matches!(module.funcs.get(*id).kind, FunctionKind::Local(_));
        Ok(Self {
            doors: doors.into_iter().collect(),
            rest: behind.into_iter().filter(is_local).collect(),
            pieces: pieces.difference(&own_pieces).copied().collect(),
        })
    }
}

enum Step {
    Function(FunctionId),
    Piece(usize),
}

fn index_of(name: &str) -> Option<usize> {
    name.rsplit_once(MARK)?.1.parse().ok()
}

fn is_door(marked: &str) -> bool {
    let Some((mangled, _)) = marked.rsplit_once(MARK) else { return false };
    let name = format!("{:#}", demangle(mangled));
    name.starts_with("app::") && name.rsplit("::").next().is_some_and(|last| last.starts_with("late_"))
}

/// Names as they were.
fn unmark(module: &mut Module) {
    for function in module.funcs.iter_mut() {
        if let Some(name) = &mut function.name
            && let Some((before, _)) = name.rsplit_once(MARK)
        {
            *name = before.to_owned();
        }
    }
}

/// Makes the first part: doors become calls through the table, and what moved is taken out.
fn keep_first(
    module: &mut Module,
    moved: &HashSet<FunctionId>,
    doors: &[FunctionId],
    (table, slots): (TableId, u32),
    links: &Links,
    pieces: &BTreeSet<usize>,
) -> anyhow::Result<()> {
    for id in moved {
        empty(module, *id);
    }
    for (slot, id) in (slots..).zip(doors) {
        let ty = module.funcs.get(*id).ty();
        let (parameters, results) = module.types.params_results(ty);
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let arguments: Vec<_> = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let mut body = builder.func_body();
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(slot.cast_signed()).call_indirect(ty, table);
        module.funcs.get_mut(*id).kind = FunctionKind::Local(builder.local_func(arguments));
    }
    let more = u64::try_from(doors.len())?;
    let size = module.tables.get_mut(table);
    size.initial += more;
    size.maximum = size.maximum.map(|maximum| maximum + more);
    // The places of what moved are filled later; until then they trap, as their numbers cannot change.
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.func_body().unreachable();
    let trap = module.funcs.add_local(builder.local_func(Vec::new()));
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for id in functions.iter_mut().filter(|id| moved.contains(id) && !doors.contains(id)) {
                *id = trap;
            }
        }
    }
    // The optimiser leaves out what is zero, as memory is at first.
    let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = &data.kind else {
            continue;
        };
        let start = start.cast_unsigned();
        for piece in pieces {
            let addresses = &links.pieces[*piece].addresses;
            let Some(from) = addresses.start.checked_sub(start) else { continue };
            if let Some(bytes) = data.value.get_mut(from as usize..from as usize + addresses.len()) {
                bytes.fill(0);
            }
        }
    }
    Ok(())
}

/// Makes the second part: what moved, and everything else from outside.
fn keep_rest(
    module: &mut Module,
    moved: &HashSet<FunctionId>,
    doors: &[FunctionId],
    slots: u32,
    links: &Links,
    pieces: &BTreeSet<usize>,
) -> anyhow::Result<()> {
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    module.start = None;
    let table = module.tables.main_function_table()?.context("there is no table of functions")?;
    let memory = module.memories.iter().next().context("there is no memory")?.id();
    take_over_table(module, moved, doors, table, slots)?;
    take_over_data(module, links, pieces, memory)?;

    let others: Vec<FunctionId> =
        module.funcs.iter().map(|one| one.id()).filter(|id| !moved.contains(id)).collect();
    for id in others {
        let ty = module.funcs.get(id).ty();
        if let FunctionKind::Local(_) = module.funcs.get(id).kind {
            let import = module.imports.add(FIRST, "", id);
            module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        if let GlobalKind::Local(_) = module.globals.get(id).kind {
            let import = module.imports.add(FIRST, "", id);
            module.globals.get_mut(id).kind = GlobalKind::Import(import);
        }
    }
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for id in tables {
        if module.tables.get(id).import.is_none() {
            let import = module.imports.add(FIRST, "", id);
            let table = module.tables.get_mut(id);
            table.import = Some(import);
            table.init = None;
            // The first part's is larger by the doors.
            table.maximum = None;
        }
    }
    if module.memories.get(memory).import.is_none() {
        let import = module.imports.add(FIRST, "", memory);
        module.memories.get_mut(memory).import = Some(import);
    }
    passes::gc::run(module);
    Ok(())
}

/// Fills the places in the table that are those of functions that moved.
fn take_over_table(
    module: &mut Module,
    moved: &HashSet<FunctionId>,
    doors: &[FunctionId],
    table: TableId,
    slots: u32,
) -> anyhow::Result<()> {
    let mut places: BTreeMap<u32, FunctionId> = (slots..).zip(doors.iter().copied()).collect();
    for element in module.elements.iter() {
        let (ElementKind::Active { table: of, offset }, ElementItems::Functions(functions)) =
            (&element.kind, &element.items)
        else {
            continue;
        };
        let ConstExpr::Value(Value::I32(start)) = offset else {
            bail!("a table is filled at a place unknown")
        };
        if *of == table {
            let own = (start.cast_unsigned()..).zip(functions.iter().copied());
            places.extend(own.filter(|(_, id)| moved.contains(id)));
        }
    }
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    old.into_iter().for_each(|id| module.elements.delete(id));
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    let mut run: Option<(u32, Vec<FunctionId>)> = None;
    let mut runs = Vec::new();
    for (place, id) in places {
        match &mut run {
            Some((start, functions)) if *start as usize + functions.len() == place as usize => {
                functions.push(id)
            }
            _ => runs.extend(run.replace((place, vec![id]))),
        }
    }
    runs.extend(run);
    for (start, functions) in runs {
        let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
        let kind = ElementKind::Active { table, offset };
        let id = module.elements.add(kind, ElementItems::Functions(functions));
        module.tables.get_mut(table).elem_segments.insert(id);
    }
    Ok(())
}

/// Keeps the pieces of data that moved and no other.
fn take_over_data(
    module: &mut Module,
    links: &Links,
    pieces: &BTreeSet<usize>,
    memory: MemoryId,
) -> anyhow::Result<()> {
    let mut runs: Vec<(u32, Vec<u8>)> = Vec::new();
    for piece in pieces {
        let addresses = &links.pieces[*piece].addresses;
        let Some(bytes) = module.data.iter().find_map(|data| match &data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => {
                let from = addresses.start.checked_sub(start.cast_unsigned())? as usize;
                data.value.get(from..from + addresses.len())
            }
            _ => None,
        }) else {
            // What is nothing but zeros may not be in the file at all.
            continue;
        };
        match runs.last_mut() {
            Some((start, run)) if *start as usize + run.len() == addresses.start as usize => {
                run.extend(bytes)
            }
            _ => runs.push((addresses.start, bytes.to_vec())),
        }
    }
    let old: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    old.into_iter().for_each(|id| module.data.delete(id));
    module.memories.get_mut(memory).data_segments.clear();
    for (start, bytes) in runs {
        let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
        let id = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.memories.get_mut(memory).data_segments.insert(id);
    }
    Ok(())
}

/// Gives what the second part imports short names, and has the first part export it.
fn join(
    first: &mut Module,
    rest: &mut Module,
    of_first: &[FunctionId],
    of_rest: &[FunctionId],
) -> anyhow::Result<()> {
    let functions: HashMap<FunctionId, FunctionId> =
        of_rest.iter().copied().zip(of_first.iter().copied()).collect();
    let mut taken: HashSet<String> = first.exports.iter().map(|export| export.name.clone()).collect();
    let tables: Vec<TableId> = first.tables.iter().map(|table| table.id()).collect();
    let globals: Vec<_> = first.globals.iter().map(|global| global.id()).collect();
    let memory = first.memories.iter().next().context("there is no memory")?.id();
    for (number, import) in rest.imports.iter_mut().enumerate() {
        let name = short(number);
        ensure!(taken.insert(name.clone()), "an export is called {name} already");
        match import.kind {
            ImportKind::Function(id) => first.exports.add(&name, functions[&id]),
            // Both parts have them in the same order, and none was taken out of the first.
            ImportKind::Table(id) => first.exports.add(&name, tables[id.index()]),
            ImportKind::Global(id) => first.exports.add(&name, globals[id.index()]),
            ImportKind::Memory(_) => first.exports.add(&name, memory),
            ImportKind::Tag(_) => bail!("the second part catches what is thrown"),
        };
        FIRST.clone_into(&mut import.module);
        import.name = name;
    }
    Ok(())
}

/// A number in as few letters as possible.
fn short(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut name = String::new();
    loop {
        name.insert(0, char::from(DIGITS[number % 36]));
        number /= 36;
        if number == 0 {
            return name;
        }
    }
}

#[cfg(test)]
mod tests;
