/** Programs written to hurt: each must be answered, by its result or by a refusal, whatever it tries. */

const kib256 = 256 * 1024
const v2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'
const v3 = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
const two = `${v3}qubit[2] q;\nbit[2] c;\n`

/** As much of the text as 256 KiB take. */
const filled = (unit: string, before = '', after = ''): string =>
  before + unit.repeat(Math.floor((kib256 - before.length - after.length) / unit.length)) + after

/** Each gate calls the one before twice: 2^depth gates from a few lines. */
const doubling = (depth: number, leaf: string): string =>
  [
    `gate g0 a { ${leaf} }`,
    ...Array.from({ length: depth }, (_, k) => `gate g${k + 1} a { g${k} a; g${k} a; }`),
    `g${depth} q[0];`,
  ].join('\n')

const nested = (depth: number, open: string, core: string, close: string): string =>
  open.repeat(depth) + core + close.repeat(depth)

/** Name -> program that has no answer but a refusal. */
export const hopeless: Readonly<Record<string, string>> = {
  'nothing at all but brackets': filled('('),
  'closing brackets': filled(')'),
  'braces, opened': filled('{'),
  'braces, balanced': filled('{').slice(0, kib256 / 2) + '}'.repeat(kib256 / 2),
  'parentheses in an angle': `${two}rx(${nested(20_000, '(', '1', ')')}) q[0];`,
  'minus signs without end': `${two}rx(${'-'.repeat(100_000)}1) q[0];`,
  'negations without end': `${two}if (${'!'.repeat(100_000)}c[0]) x q[0];`,
  'powers of powers': `${two}rx(${'2**'.repeat(50_000)}2) q[0];`,
  'ifs in ifs': `${two}${'if (c[0]) '.repeat(20_000)}x q[0];`,
  'elses after elses': `${two}${'if (c[0]) { } else '.repeat(10_000)}x q[0];`,
  'blocks in loops': `${two}${nested(5000, 'for int i in [0:1] {', 'x q[0];', '}')}`,
  'modifiers without end': `${two}${'ctrl @ '.repeat(30_000)}x q[0], q[1];`,
  'indices in indices': `${two}x q[${'c['.repeat(20_000)}0${']'.repeat(20_000)}];`,
  'an open comment': filled('*', '/*'),
  'an open string': filled('a', 'include "'),
  'a register of a billion qubits': `${v3}qubit[1000000000] q;`,
  'a register of 2^53 + 1 qubits': `${v3}qubit[9007199254740993] q;`,
  'registers that add up': `${v3}${Array.from({ length: 2000 }, (_, k) => `qubit[20] r${k};`).join('')}`,
  'a qreg of 30 digits': `${v2}qreg q[123456789012345678901234567890];`,
  'a creg of a billion bits': `${v2}creg c[1000000000];`,
  'many classical registers': `${v3}${Array.from({ length: 20_000 }, (_, k) => `bit b${k};`).join('')}`,
  'an array of 2^31 numbers': `${v3}array[int[32], 2147483648] a;`,
  'a negative size': `${v3}qubit[-1] q;`,
  'a size of zero': `${v3}qubit[0] q;`,
  'a size that is no whole number': `${v3}qubit[1.5] q;`,
  'a size from a division by zero': `${v3}const int n = 1 / 0; qubit[n] q;`,
  'a negative size by overflow': `${v3}const int[8] n = 127 + 1; qubit[n] q;`,
  'a negative size in OpenQASM 2': `${v2}qreg q[-3];`,
  'a number too large for a float': `${two}rx(1e999) q[0];`,
  'a number minus itself, both infinite': `${two}rx(1e999 - 1e999) q[0];`,
  'an angle that is not a number': `${two}rx(sqrt(-1)) q[0];`,
  'a power of a gigantic exponent': `${two}rx(2**1e9) q[0];`,
  'a gate to an infinite power': `${two}pow(1e999) @ x q[0];`,
  'a gate to no power': `${two}pow(1e999 - 1e999) @ t q[0];`,
  'a gate to the power of 2^52': `${two}pow(4503599627370496) @ t q[0];`,
  'a gate of a program to an infinite power': `${two}gate g a { t a; } pow(1e999) @ g q[0];`,
  'an index beyond every integer': `${two}x q[99999999999999999999999999];`,
  'a loop to infinity': `${two}for int i in [0:1e999] { x q[0]; }`,
  'a loop of steps of zero': `${two}for int i in [0:0:10] { x q[0]; }`,
  'a gate that calls itself': `${two}gate g a { g a; } g q[0];`,
  'gates that call each other': `${two}gate f a { g a; } gate g a { f a; } f q[0];`,
  'a subroutine that calls itself': `${two}def f(qubit a) { f(a); } f(q[0]);`,
  'a gate with its own name as a qubit': `${two}gate g g { x g; x h; } g q[0], q[1];`,
  'a broadcast of two sizes': `${v3}qubit[3] a; qubit[2] b; cx a, b;`,
  'a broadcast onto itself': `${two}cx q, q;`,
  'a measurement of two sizes': `${v3}qubit[3] a; bit[2] c; c = measure a;`,
  'the same qubit twice': `${two}cx q[0], q[0];`,
  'a qubit beyond its register': `${two}x q[2];`,
  'two registers of one name': `${two}qubit q;`,
  'a qubit where a number belongs': `${two}rx(q[0]) q[1];`,
  'NUL between statements': `${two}x q[0];\u0000x q[1];`,
  'NUL and nothing else': filled('\u0000'),
  'a lone half of a surrogate pair': `${two}x \ud800;`,
  'emoji as a name': `${two}qubit 💥;`,
  'text written from right to left': `${two}x \u202eq[0];`,
  'a space that is none': `${two}x\u200bq[0];`,
  'fullwidth digits': `${two}x q[０];`,
  'letters that look alike': `${two}х q[0];`,
  'control characters': `${two}\u0001\u0002\u0003\u001b[2J`,
  'a byte order mark in the middle of a word': `${two}x q\ufeff[0]\ufeff; y\ufeffy q[0];`,
  'a very long name that nothing declares': `${two}${'a'.repeat(200_000)} q[0];`,
  'a register with a very long name': `${v3}bit[1] ${'a'.repeat(201)};`,
  'a very long number': `${two}x q[${'9'.repeat(200_000)}];`,
  'a prototype as a gate': `${two}__proto__ q[0]; constructor q[1];`,
  'a file of the machine': `${v3}include "/etc/passwd";`,
  'a file above': `${v3}include "../../package.json";`,
  pulses: `${two}cal { play(drive($0), gaussian(1, 2, 3)); }`,
  'a whole page of semicolons and one mistake': filled(';', two, 'x'),
  'another version': 'OPENQASM 99.9;\nqubit q;',
}

/** Name -> program that would go on for ever if nobody stopped it before it has run at all. */
export const endless: Readonly<Record<string, string>> = {
  'a loop of 2^62 turns': `${two}for int i in [0:4611686018427387904] { x q[0]; }`,
  'a loop of empty turns': `${two}for int i in [0:2000000000] { }`,
  'loops in loops': `${two}${nested(8, 'for int i in [0:99] { ', 'x q[0];', ' }')}`,
  'a while that never ends': `${two}int n = 0; while (true) { n += 1; }`,
  'doubling gates': `${two}${doubling(60, 'x a;')}`,
  'doubling gates of nothing': `${two}${doubling(60, '')}`,
}

/** Name -> program that is right and takes more than it seems, or looks wrong and is not. */
export const demanding: Readonly<Record<string, string>> = {
  'nothing but a version': 'OPENQASM 3.0;',
  'nothing but space': ' \n'.repeat(1000),
  'nothing but a comment of 256 KiB': filled('/'),
  'NUL in a comment': `${two}// \u0000 \ud800 💥\nx q[0]; c = measure q;`,
  'the longest name of a register': `${v3}bit[1] ${'a'.repeat(200)}; qubit q; ${'a'.repeat(200)}[0] = measure q;`,
  'a very long name of what no result names': `${v3}qubit ${'a'.repeat(100_000)}; bit c; c = measure ${'a'.repeat(100_000)};`,
  'names of other alphabets': `${v3}qubit[2] θ; bit[2] число; h θ[0]; число = measure θ;`,
  'the name of a prototype as a register': `${v3}qubit __proto__; bit constructor; x __proto__; constructor = measure __proto__;`,
  'the name of a prototype as a gate': `${two}gate toString a { x a; } toString q[0]; c = measure q;`,
  shadows: `${two}int n = 1; for int n in [0:1] { int m = n; x q[n]; { int m = 5; } } if (n == 1) { x q[0]; } c = measure q;`,
  'an integer that overflows': `${two}int[32] n = 2147483647; n += 1; if (n < 0) x q[0]; c = measure q;`,
  'an unsigned integer below zero': `${two}uint[8] n = 0; n -= 1; if (n == 255) x q[0]; c = measure q;`,
  'a huge angle': `${two}rx(1e300) q[0]; c = measure q;`,
  'a tiny angle': `${two}rx(1e-300) q[0]; c = measure q;`,
  'a gate to the power of a million': `${two}pow(1000000) @ x q[0]; c = measure q;`,
  'many gates': filled('x q[0];', two, 'c = measure q;'),
  'many measurements': filled('c = measure q;', two),
  'many barriers': filled('barrier q;', two),
  'gates of a hundred names': `${two}${Array.from({ length: 100 }, (_, k) => `gate g${k} a { rx(${k}) a; } g${k} q[0];`).join('\n')} c = measure q;`,
  'a loop of twenty thousand turns': `${two}for int i in [0:19999] { rx(i) q[0]; } c = measure q;`,
  'deep but not too deep': `${two}${nested(100, 'if (true) {', 'x q[0];', '}')} c = measure q;`,
  'many subroutine calls': `${two}def f(qubit a) -> bit { h a; return measure a; } ${'c[0] = f(q[0]); '.repeat(500)}`,
  'a loop that only a measurement ends': `${two}h q[0]; c[0] = measure q[0]; while (c[0] == 0) { h q[0]; c[0] = measure q[0]; }`,
  'a loop that no measurement ends': `${two}c[0] = measure q[0]; while (c[0] == 0) { c[0] = measure q[0]; }`,
  'all qubits there are': `${v3}qubit[20] q; bit[20] c; h q; c = measure q;`,
  'all classical bits there are': `${v3}qubit q; bit[512] c; c[511] = measure q;`,
  'many measurements in the middle': `${v3}qubit[10] q; bit[10] c; ${'h q; c = measure q; '.repeat(20)}`,
  'no measurement': `${two}h q; cx q[0], q[1];`,
  'carriage returns': `${two}x q[0];\r\nc = measure q;\r`.replaceAll('\n', '\r\n'),
}
