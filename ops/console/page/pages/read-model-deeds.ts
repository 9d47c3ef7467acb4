import { type DeedInput, deedButton } from '../parts/deed.ts'
import type { Generation } from '../queries/read-models.ts'

/** How a build is held back. */
export const bounds: readonly DeedInput[] = [
  {
    name: 'eventsPerSecond',
    label: 'At most so many events a second',
    hint: 'Or “none”. Empty: as it is.',
  },
  {
    name: 'lagSeconds',
    label: 'Rest while live rows are so many seconds behind',
    hint: 'Or “none”. Empty: as it is.',
  },
]

const building = (subject: string, isPaused: boolean): readonly HTMLElement[] => [
  isPaused
    ? deedButton({
        verb: 'Resume',
        explanation: 'Goes on where it stopped.',
        action: 'replay.resume',
        subject,
      })
    : deedButton({
        verb: 'Pause',
        explanation: 'Stops building; what is built stays.',
        action: 'replay.pause',
        subject,
      }),
  deedButton({
    verb: 'Throttle',
    explanation: 'Changes how fast it may go.',
    action: 'replay.throttle',
    subject,
    inputs: bounds,
  }),
  deedButton({
    verb: 'Cancel',
    explanation: 'Gives the build up and drops what is built.',
    action: 'replay.cancel',
    subject,
    destructive: true,
  }),
]

const following = (subject: string): readonly HTMLElement[] => [
  deedButton({
    verb: 'Promote',
    explanation:
      'Readers follow it from the next query on. The one before stays, and is followed again by a rollback.',
    action: 'replay.promote',
    subject,
    inputs: [
      {
        name: 'accept',
        label: 'Hash of the difference that is accepted',
        hint: 'Needed where it differs from the live one; its page shows the hash.',
      },
    ],
  }),
  deedButton({
    verb: 'Roll back to',
    explanation: 'Readers follow it again, as before the last promotion.',
    action: 'replay.rollback',
    subject,
  }),
  deedButton({
    verb: 'Drop',
    explanation: 'Takes its tables away. The way back to it is gone.',
    action: 'replay.drop',
    subject,
    destructive: true,
  }),
]

/** What an operator can do with a generation as it is now. */
export const deedsOf = ({
  generation,
  state,
  isLive,
  leftAt,
  replay,
}: Generation): readonly HTMLElement[] => {
  if (isLive) return []
  switch (state) {
    case 'BUILDING':
      return building(String(generation), replay?.isPaused === true)
    case 'FOLLOWING': {
      const [promote, back, drop] = following(String(generation))
      const forth = leftAt === null ? promote : back
      return [forth, drop].filter((each) => each !== undefined)
    }
    case 'DROPPED':
      return []
  }
}
