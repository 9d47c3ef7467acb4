import { inspect } from 'node:util'
import release from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  Scope,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import { scriptLimits } from './limits.ts'
import { readOutput } from './output.ts'
import type { ScriptAnswer, ScriptFault, ScriptTask } from './task.ts'

/** The engine, once a thread: each script gets a runtime of its own in it. */
export const loadEngine = (): Promise<QuickJSWASMModule> =>
  // As a module it is the variant itself; its types are those of its CommonJS form, which holds it.
  newQuickJSWASMModuleFromVariant('default' in release ? release.default : release)

/** The language without a clock. Nothing of the host is there: no modules, no network, no files, no timers, no console. */
const intrinsics = {
  ...{ BaseObjects: true, Eval: true, JSON: true, RegExp: true, MapSet: true },
  ...{ TypedArrays: true, BigInt: true, Promise: true, StringNormalize: true, Proxy: true },
  Date: false,
}

/** Chance is not the script's: the same counts give the same answer. */
const prelude = 'delete Math.random'

const failed = (code: ScriptFault, message: string): ScriptAnswer => ({
  kind: 'failed',
  code,
  message: message.slice(0, 500),
})

type Thrown = { readonly name?: unknown; readonly message?: unknown }

/** What was thrown in there, as words; whatever it is, nothing of it is called. */
const wordsOf = (thrown: unknown): { readonly name: string; readonly message: string } => {
  if (thrown === undefined || thrown === null)
    return { name: '', message: 'nothing, or no memory was left to say what' }
  if (typeof thrown !== 'object') return { name: '', message: inspect(thrown) }
  const { name, message }: Thrown = thrown
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : 'no message',
  }
}

const faultOf = (context: QuickJSContext, error: QuickJSHandle, otherwise: ScriptFault) => {
  const { name, message } = wordsOf(context.dump(error))
  if (name === 'InternalError' && message === 'interrupted')
    return failed('SCRIPT_STEPS', 'the script takes more steps than it may')
  if (name === 'InternalError' && message === 'out of memory')
    return failed('SCRIPT_MEMORY', 'the script takes more memory than it may')
  return failed(otherwise, name === '' ? message : `${name}: ${message}`)
}

/** Calls the script with the argument and reads its answer back as text; nothing else crosses the wall. */
export const evaluate = (
  engine: QuickJSWASMModule,
  { script, argument }: ScriptTask,
): ScriptAnswer =>
  Scope.withScope((scope) => {
    const runtime = scope.manage(engine.newRuntime())
    runtime.setMemoryLimit(scriptLimits.memoryBytes)
    runtime.setMaxStackSize(scriptLimits.stackBytes)
    let steps = 0
    runtime.setInterruptHandler(() => {
      steps += 1
      return steps > scriptLimits.steps
    })
    const context = scope.manage(runtime.newContext({ intrinsics }))
    const parse = scope.manage(context.unwrapResult(context.evalCode(`${prelude}; JSON.parse`)))
    const stringify = scope.manage(context.unwrapResult(context.evalCode('JSON.stringify')))
    const text = scope.manage(context.newString(JSON.stringify(argument)))
    const given = scope.manage(
      context.unwrapResult(context.callFunction(parse, context.undefined, text)),
    )
    const loaded = context.evalCode(script, 'script.js', { type: 'module', strict: true })
    if (loaded.error) return faultOf(context, scope.manage(loaded.error), 'SCRIPT_INVALID')
    const entry = scope.manage(context.getProp(scope.manage(loaded.value), 'default'))
    if (context.typeof(entry) !== 'function')
      return failed('SCRIPT_INVALID', 'the script has no function as its default export')
    const called = context.callFunction(entry, context.undefined, given)
    if (called.error) return faultOf(context, scope.manage(called.error), 'SCRIPT_THREW')
    const written = context.callFunction(stringify, context.undefined, scope.manage(called.value))
    if (written.error) return faultOf(context, scope.manage(written.error), 'SCRIPT_OUTPUT')
    const answer = scope.manage(written.value)
    if (context.typeof(answer) !== 'string')
      return failed('SCRIPT_OUTPUT', 'the script answers nothing that is JSON')
    return readOutput(context.getString(answer))
  })
