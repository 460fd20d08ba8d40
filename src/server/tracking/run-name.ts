import { randomInt } from 'node:crypto';

const adjectives =
  'agile amber bold brave bright brisk calm candid careful chatty clever cosmic curious daring deft eager earnest fair fearless gentle gifted glad grand handsome happy honest humble jolly keen kind lively loud lucky mellow merry mighty modest nimble noble patient placid plucky polite proud quick quiet rare sassy serene sharp shy silent skillful sleek smart smooth spry steady stylish swift tidy upbeat valiant vivid warm wise witty worthy youthful zealous'.split(
    ' '
  );

const animals =
  'ant auk bass bat bear bee bird bug calf carp cat chimp cod colt crab crane crow cub deer doe dog dove duck eel elk fawn finch fish flea fly foal fowl fox frog gnat goat goose grouse gull hare hawk hen horse hound jay kite koi lamb lark loon lynx mare midge mink mole moose moth mouse mule newt owl ox perch pig pug quail ram rat ray robin roo rook seal shad shark sheep shrew shrike skink skunk sloth slug smelt snail snake snipe sow sponge squid squirrel stag steed stoat stork swan tern toad trout turtle vole wasp whale wolf worm wren yak zebra'.split(
    ' '
  );

const anyOf = (words: readonly string[]) => words[randomInt(words.length)];

/** A name like "patient-heron-204" for a run that was given none. */
export const randomRunName = (): string =>
  `${anyOf(adjectives)}-${anyOf(animals)}-${randomInt(1000)}`;
