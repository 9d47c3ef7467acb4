import processOnSpawn from 'process-on-spawn'

/**
 * The test runner has every process that a test starts tell what it loads, for a coverage that is not taken. A hub then
 * needs twice as long to start. What else is in the variable stays.
 */
const recorder = '@tapjs/processinfo'

processOnSpawn.addListener((spawned) => {
  const { NODE_OPTIONS = '', ...others } = spawned.env
  const kept = NODE_OPTIONS.split(' ').filter((option) => !option.includes(recorder))
  spawned.env = kept.join('') === '' ? others : { ...others, NODE_OPTIONS: kept.join(' ') }
})
