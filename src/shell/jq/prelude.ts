/** Functions of jq that are best said in jq itself; each is read when a program first names it. */
import { parseDefinitions } from './parse.ts';
import type { Definition } from './syntax.ts';

const source: Readonly<Record<string, string>> = {
  '_assign/2': 'def _assign(where; $value): reduce path(where) as $p (.; setpath($p; $value));',
  // The first answer is taken; where there is none, the place is deleted when all others are done.
  '_modify/2': 'def _modify(where; f): reduce path(where) as $p ([., []]; . as [$whole, $gone] | [first($whole | getpath($p) | f)] as $new | if $new == [] then [$whole, $gone + [$p]] else [($whole | setpath($p; $new[0])), $gone] end) | . as [$whole, $gone] | $whole | delpaths($gone);',
  'map/1': 'def map(f): [.[] | f];',
  'map_values/1': 'def map_values(f): .[] |= f;',
  'recurse/1': 'def recurse(f): def down: ., (f | down); down;',
  'recurse/2': 'def recurse(f; keep): def down: ., (f | select(keep) | down); down;',
  'values/0': 'def values: select(. != null);',
  'nulls/0': 'def nulls: select(. == null);',
  'strings/0': 'def strings: select(type == "string");',
  'numbers/0': 'def numbers: select(type == "number");',
  'booleans/0': 'def booleans: select(type == "boolean");',
  'arrays/0': 'def arrays: select(type == "array");',
  'objects/0': 'def objects: select(type == "object");',
  'iterables/0': 'def iterables: select(type | . == "array" or . == "object");',
  'scalars/0': 'def scalars: select(type | . != "array" and . != "object");',
  'finites/0': 'def finites: select(isinfinite or isnan | not);',
  'normals/0': 'def normals: select(isnormal);',
  'paths/0': 'def paths: path(..) | select(. != []);',
  'paths/1': 'def paths(keep): path(.. | select(keep)) | select(. != []);',
  'leaf_paths/0': 'def leaf_paths: paths(scalars);',
  'del/1': 'def del(where): delpaths([path(where)]);',
  'pick/1': 'def pick(where): . as $whole | reduce path(where) as $p (null; setpath($p; $whole | getpath($p)));',
  'to_entries/0': 'def to_entries: [keys_unsorted[] as $k | {key: $k, value: .[$k]}];',
  'from_entries/0': 'def from_entries: reduce .[] as $e ({}; . + {($e | if type == "object" then (if has("key") then .key elif has("k") then .k elif has("name") then .name elif has("Name") then .Name elif has("Key") then .Key else .K end) else . end | if type == "string" then . elif type == "null" then "null" elif type == "boolean" or type == "number" then tojson else error("Cannot use \\(_described) as object key") end): ($e | if type != "object" then null elif has("value") then .value elif has("v") then .v elif has("Value") then .Value else .V end)});',
  'with_entries/1': 'def with_entries(f): to_entries | map(f) | from_entries;',
  'add/1': 'def add(f): reduce f as $x (null; . + $x);',
  'sort_by/1': 'def sort_by(f): _sort_by(map([f]));',
  'group_by/1': 'def group_by(f): _group_by(map([f]));',
  'unique_by/1': 'def unique_by(f): [_group_by(map([f]))[] | .[0]];',
  'min_by/1': 'def min_by(f): _min_by(map([f]));',
  'max_by/1': 'def max_by(f): _max_by(map([f]));',
  'any/0': 'def any: any(.[]; .);',
  'all/0': 'def all: all(.[]; .);',
  'any/1': 'def any(f): any(.[]; f);',
  'all/1': 'def all(f): all(.[]; f);',
  'any/2': 'def any(source; f): isempty(first(source | f | select(.))) | not;',
  'all/2': 'def all(source; f): isempty(first(source | f | select(. | not)));',
  'last/1': 'def last(f): reduce f as $x (null; $x);',
  'nth/1': 'def nth($n): .[$n];',
  'nth/2': 'def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;',
  'skip/2': 'def skip($n; f): if $n > 0 then foreach f as $x ($n; . - 1; if . < 0 then $x else empty end) elif $n == 0 then f else error("Invalid arguments to skip") end;',
  'first/0': 'def first: .[0];',
  'last/0': 'def last: .[-1];',
  'in/1': 'def in($whole): . as $key | $whole | has($key);',
  'inside/1': 'def inside($whole): . as $part | $whole | contains($part);',
  'until/2': 'def until(done; f): def go: if done then . else f | go end; go;',
  'while/2': 'def while(going; f): def go: if going then ., (f | go) else empty end; go;',
  'repeat/1': 'def repeat(f): def go: f, go; go;',
  'combinations/0': 'def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $rest | [$x] + $rest end;',
  'combinations/1': 'def combinations($n): . as $items | [range($n) | $items] | combinations;',
  'walk/1': 'def walk(f): def go: if type == "object" then map_values(go) elif type == "array" then map(go) else . end | f; go;',
  'todate/0': 'def todate: strftime("%Y-%m-%dT%H:%M:%SZ");',
  'fromdate/0': 'def fromdate: fromdateiso8601;',
  'date/0': 'def date: todate;',
  'fromdateiso8601/0': 'def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;',
  'todateiso8601/0': 'def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");',
  'match/1': 'def match($p): _match($p; null)[];',
  'match/2': 'def match($p; $flags): _match($p; $flags)[];',
  'test/1': 'def test($p): _match($p; null) != [];',
  'test/2': 'def test($p; $flags): _match($p; $flags) != [];',
  'capture/1': 'def capture($p): match($p) | _captured;',
  'capture/2': 'def capture($p; $flags): match($p; $flags) | _captured;',
  'scan/1': 'def scan($p): scan($p; null);',
  'scan/2': 'def scan($p; $flags): match($p; "g" + $flags) | if (.captures | length) > 0 then [.captures[].string] else .string end;',
  'splits/1': 'def splits($p): splits($p; null);',
  'splits/2': 'def splits($p; $flags): split($p; $flags)[];',
  'split/2': 'def split($p; $flags): . as $text | [foreach (match($p; "g" + $flags), null) as $m ({end: 0, part: null}; .end as $from | if $m == null then {part: $text[$from:]} else {end: ($m.offset + $m.length), part: $text[$from:$m.offset]} end; .part)];',
  'sub/2': 'def sub(p; f): sub(p; f; "");',
  'gsub/2': 'def gsub(p; f): sub(p; f; "g");',
  'gsub/3': 'def gsub(p; f; $flags): sub(p; f; $flags + "g");',
  'sub/3': 'def sub($p; f; $flags): . as $text | def parts($all): if $all == [] then [""] else [{m: $all[0], rest: $all[1:]}][] | . as $s | ($s.m | _captured | f) as $new | parts($s.rest) as $more | [$new] + $more end; [match($p; $flags)] as $all | parts($all) as $new | reduce range($all | length) as $i ({at: 0, out: ""}; $all[$i] as $m | .at as $from | .out += $text[$from:$m.offset] + $new[$i] | .at = $m.offset + $m.length) | .at as $from | .out + $text[$from:];',
  'tostream/0': 'def tostream: path(def down: (.[]? | down), .; down) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);',
  'fromstream/1': 'def fromstream(f): foreach f as $e ({}; if .done then {} else . end | if ($e | length) == 2 then .value |= setpath($e[0]; $e[1]) | .done = ($e[0] == []) else .done = (($e[0] | length) == 1) end; if .done then .value else empty end);',
  'truncate_stream/1': 'def truncate_stream(f): . as $depth | f | select((.[0] | length) > $depth) | .[0] |= .[$depth:];',
  'halt_error/0': 'def halt_error: halt_error(5);',
  'IN/1': 'def IN(f): any(f == .; .);',
  'IN/2': 'def IN(a; b): any(a == b; .);',
  'INDEX/1': 'def INDEX(f): INDEX(.[]; f);',
  'INDEX/2': 'def INDEX(source; f): reduce source as $x ({}; .[$x | f | tostring] |= $x);',
};

const read = new Map<string, Definition>();

export function definitionOf(key: string): Definition | undefined {
  const known = read.get(key);
  const text = Object.hasOwn(source, key) ? source[key] : undefined;
  if (known || text === undefined) return known;
  const definition = parseDefinitions(text)[0]!;
  read.set(key, definition);
  return definition;
}

export function preludeNames(): string[] {
  return Object.keys(source).filter((name) => !name.startsWith('_'));
}
