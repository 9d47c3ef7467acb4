/** What follows from what: each node names the one before it, if that is among them. */
export type Linked = { readonly id: string; readonly cause: string }

/** A node in its row; the column tells branches apart. `from` is the row of its cause. */
export type Placed<Node> = {
  readonly node: Node
  readonly row: number
  readonly column: number
  readonly from: number | undefined
  readonly fromColumn: number | undefined
}

/**
 * Causes before effects, each branch as a whole: the last thing that follows from a node goes straight on below it, what
 * followed before stands to its right. So a long chain stays one line, and a branch is seen as one.
 */
export const layOut = <Node extends Linked>(nodes: readonly Node[]): readonly Placed<Node>[] => {
  const known = new Set(nodes.map(({ id }) => id))
  const effects = Map.groupBy(nodes, ({ id, cause }) =>
    known.has(cause) && cause !== id ? cause : '',
  )
  const placed: Placed<Node>[] = []
  type Step = Pick<Placed<Node>, 'node' | 'column' | 'from' | 'fromColumn'>
  // A stack of one's own: a chain may be longer than calls can be deep.
  const steps: Step[] = (effects.get('') ?? [])
    .map((node) => ({ node, column: 0, from: undefined, fromColumn: undefined }))
    .reverse()
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const row = placed.length
    const { column } = step
    placed.push({ ...step, row })
    const following = effects.get(step.node.id) ?? []
    steps.push(
      ...following
        .map((node, index) => ({
          node,
          column: column + (index === following.length - 1 ? 0 : 1),
          from: row,
          fromColumn: column,
        }))
        .reverse(),
    )
  }
  return placed
}
