/** Options of Node that say what to run or watch, with the value that follows some of them. */
const withValue: ReadonlySet<string> = new Set(['-e', '--eval', '-p', '--print', '-pe'])
const ownBusiness = /^--(inspect|watch|test|input-type|eval|print|check|interactive)/

/**
 * The options of Node that a child process shares with this one (loaders, memory), without those that would make it
 * run what this one runs: a child of `node -e` that got them would start itself again, for ever.
 */
export const inheritedExecArgs = (args: readonly string[] = process.execArgv): string[] =>
  args.filter(
    (arg, i) => !withValue.has(arg) && !withValue.has(args[i - 1] ?? '') && !ownBusiness.test(arg),
  )
