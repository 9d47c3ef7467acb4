import type { ProgramInputs } from '../../../../domain/jobs/program-inputs.ts'
import type { SourceProgram } from './ast.ts'
import type { Context } from './context.ts'
import {
  QasmError,
  quote,
  refuse,
  unsupported,
  type Diagnostic,
  type Position,
} from './diagnostic.ts'
import { createEmitter } from './emitter.ts'
import { refuseSurplus, type Inputs } from './inputs.ts'
import type { CompiledProgram } from './instructions.ts'
import { core2, core3, libraries, type BuiltinGate } from './library.ts'
import { defaultProgramLimits, type ProgramLimits } from './limits.ts'
import { parse } from './parser.ts'
import { createScope, type Scope } from './scope.ts'
import { runBlock } from './statements.ts'
import { inlineCall } from './subroutines.ts'

export type CompileOutcome =
  | { readonly kind: 'ok'; readonly program: CompiledProgram }
  | { readonly kind: 'invalid'; readonly diagnostic: Diagnostic }

const provideAll = (scope: Scope, gates: ReadonlyMap<string, BuiltinGate>): void => {
  for (const [name, gate] of gates) scope.provide(name, { kind: 'builtin-gate', gate })
}

const includer =
  (library: Scope, version: SourceProgram['version']) =>
  (file: string, at: Position): void => {
    const gates = libraries.get(file)
    if (gates === undefined || (version === '2.0' && file !== 'qelib1.inc')) {
      return unsupported(`the include file ${quote(file)}`, at)
    }
    provideAll(library, gates)
  }

const elaborate = (
  source: SourceProgram,
  limits: ProgramLimits,
  given: ProgramInputs,
): CompiledProgram => {
  const inputs: Inputs = { given, declared: [] }
  const emitter = createEmitter(limits)
  const library = createScope()
  provideAll(library, source.version === '2.0' ? core2 : core3)
  const global = createScope(library)
  const context: Context = {
    version: source.version,
    emitter,
    scope: global,
    global,
    inputs,
    depth: 0,
    include: includer(library, source.version),
    run: runBlock,
    inline: inlineCall,
  }
  runBlock(source.statements, context)
  refuseSurplus(inputs)
  const { qubits, bits, cells } = emitter.counts()
  return {
    version: source.version,
    qubits,
    inputs: inputs.declared,
    registers: emitter.registers,
    memoryBits: bits,
    memoryCells: cells,
    instructions: emitter.instructions,
  }
}

/** OpenQASM source and the values of its inputs to a flat program, or the first thing that is wrong with it. Never throws. */
export const compile = (
  source: string,
  limits: ProgramLimits = defaultProgramLimits,
  inputs: ProgramInputs = {},
): CompileOutcome => {
  try {
    if (Buffer.byteLength(source) > limits.sourceBytes) {
      refuse('QASM_TOO_LARGE', `a source of more than ${limits.sourceBytes} bytes`, {
        line: 1,
        column: 1,
      })
    }
    return { kind: 'ok', program: elaborate(parse(source, limits.nesting), limits, inputs) }
  } catch (error) {
    if (error instanceof QasmError) return { kind: 'invalid', diagnostic: error.diagnostic }
    if (error instanceof RangeError) {
      // The engine's own stack gave out before our nesting limits did.
      const message = 'nested too deeply'
      return { kind: 'invalid', diagnostic: { code: 'QASM_TOO_DEEP', message, line: 1, column: 1 } }
    }
    throw error
  }
}
