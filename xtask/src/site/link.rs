//! What refers to what in a linked wasm: the linker writes it down when it is asked to (`--emit-relocs`).
//!
//! A call names its function, but the address of a function or of a piece of data is a number like any other, in code as
//! in data. The linker's list says which of the numbers are addresses, and of what.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Context as _;
use wasmparser::{
    DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo,
};

/// Something that an address is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    /// A function, by its index in the linked wasm.
    Function(u32),
    /// A piece of data, by its place in [`Links::pieces`].
    Piece(usize),
}

/// A piece of the data that is there or not as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it lies in memory.
    pub(super) addresses: Range<u32>,
    /// What it has addresses of.
    pub(super) of: BTreeSet<Node>,
}

/// What refers to what by address; calls are not in here.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// What each function has addresses of, by its index.
    pub(super) functions: Vec<BTreeSet<Node>>,
    /// The data, in order and without overlaps.
    pub(super) pieces: Vec<Piece>,
}

/// A segment of data: where it lies in memory and in the file, as offsets into the section.
struct Segment {
    address: u32,
    offset: usize,
}

impl Links {
    /// Reads them.
    ///
    /// # Errors
    /// When the linker has not written them down.
    pub(super) fn read(wasm: &[u8]) -> anyhow::Result<Self> {
        let mut bodies: Vec<Range<usize>> = Vec::new();
        let (mut code_start, mut imported) = (0, 0);
        let mut segments = Vec::new();
        let mut symbols = Vec::new();
        let (mut of_code, mut of_data) = (None, None);
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += usize::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => code_start = range.start,
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    bodies.push(range.start - code_start..range.end - code_start);
                }
                Payload::DataSection(section) => {
                    let start = section.range().start;
                    for data in section {
                        let data = data?;
                        let DataKind::Active { offset_expr, .. } = data.kind else { continue };
                        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                            anyhow::bail!("data lies where only the browser knows");
                        };
                        let offset = data.range.end - data.data.len() - start;
                        segments.push(Segment { address: value.cast_unsigned(), offset });
                    }
                }
                Payload::CustomSection(section) => match (section.name(), section.as_known()) {
                    (_, KnownCustom::Linking(linking)) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part? {
                                symbols = table.into_iter().collect::<Result<Vec<_>, _>>()?;
                            }
                        }
                    }
                    ("reloc.CODE", KnownCustom::Reloc(relocations)) => of_code = Some(relocations),
                    ("reloc.DATA", KnownCustom::Reloc(relocations)) => of_data = Some(relocations),
                    _ => {}
                },
                _ => {}
            }
        }
        let pieces = pieces(&symbols, &segments);
        let mut links = Self { functions: vec![BTreeSet::new(); imported + bodies.len()], pieces };
        let of_code = of_code.context("the linker wrote down no addresses in code")?;
        links.read_code(of_code, &symbols, &segments, &bodies, imported)?;
        links.read_data(
            of_data.context("the linker wrote down no addresses in data")?,
            &symbols,
            &segments,
        )?;
        Ok(links)
    }

    fn read_code(
        &mut self,
        relocations: RelocSectionReader<'_>,
        symbols: &[SymbolInfo<'_>],
        segments: &[Segment],
        bodies: &[Range<usize>],
        imported: usize,
    ) -> anyhow::Result<()> {
        for relocation in relocations.entries() {
            let relocation = relocation?;
            let targets = self.targets(&relocation, symbols, segments);
            let place = relocation.offset as usize;
            let body = bodies.partition_point(|body| body.end <= place);
            let is_inside = bodies.get(body).is_some_and(|body| body.contains(&place));
            anyhow::ensure!(is_inside, "an address is in no function");
            self.functions[imported + body].extend(targets);
        }
        Ok(())
    }

    fn read_data(
        &mut self,
        relocations: RelocSectionReader<'_>,
        symbols: &[SymbolInfo<'_>],
        segments: &[Segment],
    ) -> anyhow::Result<()> {
        for relocation in relocations.entries() {
            let relocation = relocation?;
            let targets = self.targets(&relocation, symbols, segments);
            let place = relocation.offset as usize;
            let segment = segments.partition_point(|segment| segment.offset <= place);
            let segment = segment.checked_sub(1).context("an address is in no segment")?;
            let Segment { address, offset } = segments[segment];
            let address = address + u32::try_from(place - offset)?;
            let piece = self.piece_at(address).context("an address is in no piece of data")?;
            self.pieces[piece].of.extend(targets);
        }
        Ok(())
    }

    fn piece_at(&self, address: u32) -> Option<usize> {
        let piece = self.pieces.partition_point(|piece| piece.addresses.end <= address);
        self.pieces.get(piece)?.addresses.contains(&address).then_some(piece)
    }

    /// What an address is of. One beside its symbol is of what lies there, too.
    fn targets(
        &self,
        relocation: &RelocationEntry,
        symbols: &[SymbolInfo<'_>],
        segments: &[Segment],
    ) -> Vec<Node> {
        let is_call = relocation.ty == RelocationType::FunctionIndexLeb;
        match symbols.get(relocation.index as usize) {
            Some(SymbolInfo::Func { index, .. }) if !is_call => vec![Node::Function(*index)],
            Some(SymbolInfo::Data { symbol: Some(symbol), .. }) => {
                let Some(segment) = segments.get(symbol.index as usize) else { return Vec::new() };
                let start = segment.address + symbol.offset;
                let place = i64::from(start) + relocation.addend;
                let place = u32::try_from(place).unwrap_or(start);
                [start, place].into_iter().filter_map(|at| self.piece_at(at)).map(Node::Piece).collect()
            }
            Some(_) | None => Vec::new(),
        }
    }
}

/// The data by symbols; what overlaps is one piece.
fn pieces(symbols: &[SymbolInfo<'_>], segments: &[Segment]) -> Vec<Piece> {
    let mut ranges: Vec<Range<u32>> = symbols
        .iter()
        .filter_map(|symbol| match symbol {
            SymbolInfo::Data { symbol: Some(symbol), .. } if symbol.size > 0 => {
                let start = segments.get(symbol.index as usize)?.address + symbol.offset;
                Some(start..start + symbol.size)
            }
            _ => None,
        })
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut pieces: Vec<Piece> = Vec::new();
    for range in ranges {
        match pieces.last_mut() {
            Some(last) if range.start < last.addresses.end => {
                last.addresses.end = last.addresses.end.max(range.end);
            }
            _ => pieces.push(Piece { addresses: range, of: BTreeSet::new() }),
        }
    }
    pieces
}
