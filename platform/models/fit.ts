import { fitTrees } from './boosted-trees.ts'
import { fitRidge } from './ridge.ts'
import type { FitAnswer, FitTask } from './task.ts'

export const fit = (task: FitTask): FitAnswer => {
  const { rows, targets } = task
  return task.fit === 'ridge'
    ? { fit: 'ridge', linear: fitRidge(rows, targets, task.lambda) }
    : { fit: 'trees', trees: fitTrees(rows, targets, task.boosting) }
}
