use walrus::{RefType, ValType};
use wasmparser::Validator;

use super::super::link::Piece;
use super::*;

/// Places in the table: what only the door leads to, and what the first part has the address of.
const BEHIND: u32 = 1;
const OWN: u32 = 2;

/// A bundle whose `main` calls a door and has the address of a function and of some data; the door calls what is shared,
/// and has addresses of its own.
fn bundle(door: &str) -> (Vec<u8>, Links) {
    let mut module = Module::default();
    let table = module.tables.add_local(false, 3, Some(3), RefType::FUNCREF);
    let memory = module.memories.add_local(false, false, 1, None, None);
    let mut add = |name: &str, calls: &[FunctionId], adds: i32| {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let argument = module.locals.add(ValType::I32);
        builder.name(name.to_owned());
        let mut body = builder.func_body();
        body.local_get(argument).i32_const(adds).binop(walrus::ir::BinaryOp::I32Add);
        for id in calls {
            body.call(*id);
        }
        builder.finish(vec![argument], &mut module.funcs)
    };
    let shared = add("shared#1", &[], 1);
    let behind = add("behind#3", &[], 3);
    let own = add("own#4", &[], 4);
    let door = add(door, &[shared], 2);
    let main = add("main#0", &[shared, door], 0);
    let at = |place: u32| ConstExpr::Value(Value::I32(place.cast_signed()));
    let kind = ElementKind::Active { table, offset: at(BEHIND) };
    let element = module.elements.add(kind, ElementItems::Functions(vec![behind, own]));
    module.tables.get_mut(table).elem_segments.insert(element);
    let data = module.data.add(DataKind::Active { memory, offset: at(16) }, b"mainrest".to_vec());
    module.memories.get_mut(memory).data_segments.insert(data);
    module.exports.add("main", main);
    module.exports.add("memory", memory);
    let nodes = |nodes: &[Node]| nodes.iter().copied().collect::<BTreeSet<_>>();
    let piece = |addresses| Piece { addresses, of: BTreeSet::new() };
    let links = Links {
        functions: vec![
            nodes(&[Node::Function(4), Node::Piece(0)]),
            nodes(&[]),
            nodes(&[Node::Function(3), Node::Piece(1)]),
            nodes(&[]),
            nodes(&[]),
        ],
        pieces: vec![piece(16..20), piece(20..24)],
    };
    (module.emit_wasm(), links)
}

/// The functions in a table by place.
fn filled(module: &Module) -> BTreeMap<u32, String> {
    let mut filled = BTreeMap::new();
    for element in module.elements.iter() {
        let ElementKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = &element.kind else {
            continue;
        };
        let ElementItems::Functions(functions) = &element.items else { continue };
        let names = functions.iter().map(|id| module.funcs.get(*id).name.clone().unwrap_or_default());
        filled.extend((start.cast_unsigned()..).zip(names));
    }
    filled
}

fn has(module: &Module, name: &str) -> bool {
    module.funcs.iter_local().any(|(id, _)| module.funcs.get(id).name.as_deref() == Some(name))
}

#[test]
fn what_only_a_door_leads_to_comes_later_and_the_rest_stays() {
    let (wasm, links) = bundle("app::page::late_view#2");
    let parts = split(&wasm, &links).unwrap();
    assert_eq!(parts.moved, 2);
    for part in [&parts.first, &parts.rest] {
        Validator::new().validate_all(part).unwrap();
    }
    let [first, rest] = [&parts.first, &parts.rest].map(|part| Module::from_buffer(part).unwrap());
    assert!(has(&first, "main") && has(&first, "shared") && has(&first, "own") && !has(&first, "behind"));
    assert!(has(&rest, "behind") && has(&rest, "app::page::late_view") && !has(&rest, "shared"));
    // The door has a place of its own behind the others, and what moved is where it always was.
    assert_eq!(filled(&first).get(&OWN).map(String::as_str), Some("own"));
    assert_eq!(filled(&first).get(&BEHIND).map(String::as_str), Some(""), "a trap until the rest is there");
    let places = [(BEHIND, "behind"), (3, "app::page::late_view")];
    assert_eq!(filled(&rest), places.map(|(place, name)| (place, name.to_owned())).into());
    assert_eq!(
        first.tables.iter().map(|table| (table.initial, table.maximum)).collect::<Vec<_>>(),
        [(4, Some(4))]
    );
    let bytes = |module: &Module| module.data.iter().flat_map(|data| data.value.clone()).collect::<Vec<_>>();
    assert_eq!(bytes(&first), b"main\0\0\0\0");
    assert_eq!(bytes(&rest), b"rest");
}

#[test]
fn the_second_part_finds_everything_that_it_imports_in_the_first() {
    let (wasm, links) = bundle("app::page::late_view#2");
    let parts = split(&wasm, &links).unwrap();
    let [first, rest] = [&parts.first, &parts.rest].map(|part| Module::from_buffer(part).unwrap());
    let exported =
        |name: &str| first.exports.iter().find(|export| export.name == name).map(|export| export.item);
    assert!(rest.imports.iter().count() >= 3, "a function, the table and the memory");
    for import in rest.imports.iter() {
        assert_eq!(import.module, FIRST);
        let is_same = match (&import.kind, exported(&import.name).unwrap()) {
            (ImportKind::Function(_), ExportItem::Function(id)) => {
                first.funcs.get(id).name.as_deref() == Some("shared")
            }
            (ImportKind::Table(_), ExportItem::Table(_)) | (ImportKind::Memory(_), ExportItem::Memory(_)) => {
                true
            }
            _ => false,
        };
        assert!(is_same, "{import:?}");
    }
    assert!(matches!(exported("main"), Some(ExportItem::Function(_))));
}

#[test]
fn a_bundle_without_a_door_is_not_split_in_silence() {
    for name in ["app::page::view#2", "other::late_view#2", "app::late_view::inner#2", "app::late_view"] {
        let (wasm, links) = bundle(name);
        assert!(split(&wasm, &links).is_err(), "{name}");
    }
}

#[test]
fn numbers_are_short_names_and_no_two_are_the_same() {
    assert_eq!([0, 35, 36, 1295, 1296].map(short), ["0", "z", "10", "zz", "100"]);
}

#[test]
fn a_wasm_without_the_list_of_the_linker_is_refused() {
    assert!(Linked::read(&bundle("app::late_view#2").0).is_err());
}
