import {
  recordedExecutions,
  type Ran
} from '../testing/recorded-executions.js';
import { StudiedSession } from './studied-session.js';

const cellsOf = (cells: Record<string, string>) =>
  Object.entries(cells).map(([id, source]) => ({ id, source }));

/** The verdict of the last execution. */
const judge = (ran: readonly Ran[], cells: Record<string, string>) => {
  const executions = recordedExecutions(ran);
  executions.at(-1)!.runIds.push('run');
  return new StudiedSession(executions).verdictOf('run', cellsOf(cells));
};

const sentences = (ran: readonly Ran[], cells: Record<string, string>) =>
  judge(ran, cells).findings.map(
    ({ verdict, sentence }) => `${verdict}: ${sentence}`
  );

it('finds nothing where the notebook says what the run did', () => {
  const result = judge(
    [
      ['a', 'x = 1'],
      ['b', 'y = x']
    ],
    { a: 'x = 1', b: 'y = x' }
  );
  expect(result).toMatchObject({ verdicts: ['clean'], findings: [] });
  expect(result.slice.map(({ index }) => index)).toEqual([0, 1]);
});

it('minds only cells that the run depends on', () => {
  expect(
    judge(
      [
        ['c', 'z = 1'],
        ['b', 'gone = 1'],
        ['a', 'x = 1']
      ],
      { a: 'x = 1', c: 'z = 2' }
    ).verdicts
  ).toEqual(['clean']);
});

describe('a cell that deletes a name the run needs', () => {
  const ran: Ran[] = [
    ['a', 'x = 1'],
    ['c', 'y = x']
  ];

  it('is told of where it did not run', () => {
    expect(sentences(ran, { a: 'x = 1', b: 'del x', c: 'y = x' })).toEqual([
      'out of order: From top to bottom cell 2 deletes x, which cell 3 needs.'
    ]);
  });

  it('is told of where it ran later', () => {
    const later: Ran[] = [ran[0], ['b', 'z = 1'], ran[1]];
    expect(
      sentences(later, { a: 'x = 1', b: 'z = 1\ndel x', c: 'y = x' })
    ).toEqual([
      'edited since: From top to bottom cell 2, which was edited since it ran as [2], deletes x, which cell 3 needs.'
    ]);
  });

  it.each([
    ['below the run', { a: 'x = 1', c: 'y = x', b: 'del x' }],
    ['above the definition', { b: 'del x', a: 'x = 1', c: 'y = x' }],
    ['only on some way', { a: 'x = 1', b: 'if z: del x', c: 'y = x' }],
    ['of another name', { a: 'x = 1', b: 'del z', c: 'y = x' }]
  ])('does no harm %s', (_, cells) => {
    expect(judge(ran, cells).verdicts).toEqual(['clean']);
  });
});

it('finds cells that ran in another order than they stand in', () => {
  expect(
    sentences(
      [
        ['b', 'x = 1'],
        ['a', 'y = x']
      ],
      { a: 'y = x', b: 'x = 1' }
    )
  ).toEqual([
    'out of order: Cell 2 ran before cell 1, and stands below it; it defines x.'
  ]);
});

it('finds cells whose repetition counts', () => {
  const cells = { a: 'x = 0', b: 'x += 1', c: 'x' };
  const ran: Ran[] = [
    ['a', 'x = 0'],
    ['b', 'x += 1'],
    ['b', 'x += 1'],
    ['c', 'x']
  ];
  expect(sentences(ran, cells)).toEqual([
    'out of order: Cell 2 ran as [2] and again as [3], and both count: it defines x.'
  ]);
});

it('forgives the repetition of what only may have changed something', () => {
  const cells = { a: 'df = [1]', b: 'df.touch()', c: 'df.head()' };
  expect(
    judge(
      [
        ['a', 'df = [1]'],
        ['b', 'df.touch()'],
        ['b', 'df.touch()'],
        ['c', 'df.head()']
      ],
      cells
    ).verdicts
  ).toEqual(['clean']);
});

describe('a cell above the run that had no part in it', () => {
  const ran: Ran[] = [
    ['a', 'x = [1]'],
    ['t', 'len(x)']
  ];

  it.each([
    ['x = [1, 2]', 'it defines x.'],
    ['x.append(2)', 'it changes x.'],
    ['load(x)', 'it may change x.'],
    ['if y:\n  x = []', 'it may define x.']
  ])('counts as it would from top to bottom: %s', (source, does) => {
    expect(sentences(ran, { a: 'x = [1]', new: source, t: 'len(x)' })).toEqual([
      `out of order: Cell 2 had no part in the run; from top to bottom ${does}`
    ]);
  });

  it.each(['y = 2', 'print(x)', '# x = 2', 'x.copy()', '%pip install x', ''])(
    'does not matter where it leaves all as it is: %s',
    source => {
      const cells = { a: 'x = [1]', new: source, t: 'len(x)' };
      expect(judge(ran, cells).verdicts).toEqual(['clean']);
    }
  );

  it('may have run before what the run has instead', () => {
    expect(
      sentences([['b', 'x = [2]'], ...ran], {
        a: 'x = [1]',
        b: 'x = [2]',
        t: 'len(x)'
      })
    ).toEqual([
      'out of order: Cell 2, which ran as [1], had no part in the run; from top to bottom it defines x.'
    ]);
  });

  it('may have been made one by an edit', () => {
    expect(
      sentences([['b', 'y = [2]'], ...ran], {
        a: 'x = [1]',
        b: 'x = [2]',
        t: 'len(x)'
      })
    ).toEqual([
      'edited since: Cell 2, which was edited since it ran as [1], had no part in the run; from top to bottom it defines x.'
    ]);
  });

  it('is forgiven where it ran and only may have changed something', () => {
    const cells = { a: 'x = [1]', b: 'show(x)', t: 'len(x)' };
    expect(judge([['b', 'show(x)'], ...ran], cells).verdicts).toEqual([
      'clean'
    ]);
    const failed: Ran = ['b', 'show(x)', { status: 'error' }];
    expect(judge([failed, ...ran], cells).verdicts).toEqual(['out of order']);
  });

  it('matters less where it fails, as it did', () => {
    expect(
      judge(
        [
          ['a', 'x = [1]'],
          ['b', 'x = y', { status: 'error' }],
          ['t', 'len(x)']
        ],
        { a: 'x = [1]', new: 'x = [3]', b: 'x = y', t: 'len(x)' }
      ).verdicts
    ).toEqual(['out of order']);
  });

  it('may import again what is there', () => {
    const cells = { a: 'import numpy as np', b: 'import numpy as np', t: 'np' };
    expect(
      judge(
        [
          ['a', 'import numpy as np'],
          ['t', 'np']
        ],
        cells
      ).verdicts
    ).toEqual(['clean']);
  });

  it('may stand below', () => {
    const cells = { a: 'x = [1]', t: 'len(x)', b: 'x = 2' };
    expect(judge(ran, cells).verdicts).toEqual(['clean']);
  });
});

it('finds cells that were edited', () => {
  expect(
    sentences(
      [
        ['a', 'x = 1'],
        ['b', 'y = x']
      ],
      { a: 'x = 2', b: 'y = x' }
    )
  ).toEqual([
    'edited since: Cell 1 was edited since it ran as [1]; it defines x.'
  ]);
  expect(sentences([['a', 'x = 1']], { a: 'x = 2' })).toEqual([
    'edited since: Cell 1 was edited since it ran as [1]; it is what the run consists of.'
  ]);
  expect(judge([['a', 'x = 1\n']], { a: 'x = 1' }).verdicts).toEqual(['clean']);
});

it('finds cells that are gone, with the names that hang in the air', () => {
  expect(
    judge(
      [
        ['a', 'x = 1'],
        ['b', 'y = x']
      ],
      { b: 'y = x' }
    )
  ).toMatchObject({
    verdicts: ['deleted cell', 'hidden state'],
    findings: [
      {
        names: ['x'],
        cells: ['a'],
        executions: [0],
        sure: true,
        sentence:
          'The cell that ran as [1] is not in the notebook any more; it defines x.'
      },
      {
        names: ['x'],
        cells: ['a'],
        sentence: 'x comes from a cell that is not in the notebook any more.'
      }
    ]
  });
});

it('says what a cell that is gone only may have done', () => {
  expect(
    judge(
      [
        ['a', 'df = [1]'],
        ['b', 'df.touch()'],
        ['c', 'df.head()']
      ],
      { a: 'df = [1]', c: 'df.head()' }
    )
  ).toMatchObject({
    verdicts: ['deleted cell'],
    findings: [{ sure: false, names: ['df'] }]
  });
});

it('finds names that an edit took away', () => {
  expect(
    sentences(
      [
        ['a', 'x = 1'],
        ['b', 'y = x']
      ],
      { a: 'z = 1', b: 'y = x' }
    )
  ).toEqual([
    'edited since: Cell 1 was edited since it ran as [1]; it defines x.',
    'hidden state: Cell 1 defined x when it ran as [1], and does not any more.'
  ]);
});

it('finds names that nothing defined', () => {
  expect(sentences([['a', 'y = x']], { a: 'y = x' })).toEqual([
    'hidden state: [1] used x, which nothing defined that was recorded.'
  ]);
});

it.each([
  ['an exception may have caught it', 'try:\n  x\nexcept NameError:\n  x = 1'],
  ['a function may never have run', 'def f(): return x'],
  ['a branch may not have been taken', 'if 0: x'],
  ['a star import may have brought it', 'from lib import *\nx']
])('does not miss a name where %s', (_, source) => {
  expect(judge([['a', source]], { a: source }).verdicts).toEqual(['clean']);
});

it('does not miss a name that an execution failed for', () => {
  expect(judge([['a', 'x', { status: 'error' }]], { a: 'x' }).verdicts).toEqual(
    ['clean']
  );
});

it('finds what ran elsewhere', () => {
  const cells = { b: 'y = x' };
  expect(
    sentences(
      [
        ['', 'x = 1', { client: 'console', notebook: '' }],
        ['b', 'y = x']
      ],
      cells
    )
  ).toEqual([
    'external: [1] ran in a console, not in this notebook; it defines x.'
  ]);
  expect(
    sentences(
      [
        ['z', 'x = 1', { notebook: 'other.ipynb' }],
        ['b', 'y = x']
      ],
      cells
    )
  ).toEqual([
    'external: [1] ran in other.ipynb, not in this notebook; it defines x.'
  ]);
});

it('knows a cell again that was cut and pasted', () => {
  expect(
    judge(
      [
        ['a', 'x = 1'],
        ['b', 'y = x']
      ],
      { new: 'x = 1', b: 'y = x' }
    ).verdicts
  ).toEqual(['clean']);
  expect(
    judge(
      [
        ['a', 'x = 1'],
        ['b', 'y = x']
      ],
      { b: 'y = x', new: 'x = 1' }
    ).findings
  ).toMatchObject([{ verdict: 'out of order', cells: ['new', 'b'] }]);
});

it('judges all executions of a recording', () => {
  const session = new StudiedSession(
    recordedExecutions([
      ['a', 'x = 1', { runIds: ['run'] }],
      ['b', 'y = 2', { runIds: ['run'] }],
      ['c', 'z = 3']
    ])
  );
  const cells = cellsOf({ a: 'x = 1', b: 'y = 3', c: 'z = 3' });
  expect(session.verdictOf('run', cells).verdicts).toEqual(['edited since']);
  expect(session.verdictOf('unknown', cells)).toEqual({
    verdicts: ['clean'],
    findings: [],
    slice: []
  });
});

it('knows a cell by its id when its notebook was renamed', () => {
  const ran: Ran[] = [
    ['a', 'x = 1', { notebook: 'before.ipynb' }],
    ['b', 'y = x']
  ];
  expect(judge(ran, { a: 'x = 1', b: 'y = x' }).verdicts).toEqual(['clean']);
  expect(judge(ran, { a: 'x = 2', b: 'y = x' }).verdicts).toEqual([
    'edited since'
  ]);
});

it('cannot tell whether a secret that was masked was edited', () => {
  const ran: Ran[] = [['a', 'token = "***masked***"\nx = 1']];
  expect(judge(ran, { a: 'token = "sk-1"\nx = 1' }).verdicts).toEqual([
    'clean'
  ]);
  expect(judge(ran, { a: 'token = "sk-1"\nx = 2' }).verdicts).toEqual([
    'edited since'
  ]);
  expect(judge(ran, { new: 'token = "sk-1"\nx = 1' }).verdicts).toEqual([
    'clean'
  ]);
});

it('knows cells without ids that ran headless by their sources', () => {
  const headless = { client: 'headless' };
  const ran: Ran[] = [
    ['', 'x = 1', headless],
    ['', 'y = x', headless]
  ];
  expect(judge(ran, { a: 'x = 1', b: 'y = x' }).verdicts).toEqual(['clean']);
  expect(judge(ran, { b: 'y = x' }).verdicts).toEqual([
    'deleted cell',
    'hidden state'
  ]);
});

describe('of a notebook that was run with parameters', () => {
  const judgeRun = (
    parameters: string[],
    ran: readonly Ran[],
    cells: Record<string, string>
  ) => {
    const executions = recordedExecutions(ran);
    executions.at(-1)!.runIds.push('run');
    return new StudiedSession(executions, undefined, parameters).verdictOf(
      'run',
      cellsOf(cells)
    ).verdicts;
  };

  it('takes no value that was set for an edit', () => {
    expect(
      judgeRun(
        ['depth', 'rate'],
        [
          [
            'a',
            "depth = 7  # levels\nname, rate = 'x', [0.1,\n 0.5]\nrest = 2"
          ],
          ['b', 'depth, rate, rest']
        ],
        {
          a: "depth = 6  # levels\nname, rate = 'x', [0.1]\nrest = 2",
          b: 'depth, rate, rest'
        }
      )
    ).toEqual(['clean']);
  });

  it('still finds what else was edited', () => {
    const ran: Ran[] = [
      ['a', 'depth = 7\nrest = 2'],
      ['b', 'depth, rest']
    ];
    const cells = { a: 'depth = 6\nrest = 3', b: 'depth, rest' };
    expect(judgeRun(['depth'], ran, cells)).toEqual(['edited since']);
    expect(judgeRun([], ran, { ...cells, a: 'depth = 6\nrest = 2' })).toEqual([
      'edited since'
    ]);
  });

  it('minds no cell that only set them', () => {
    expect(
      judgeRun(
        ['depth'],
        [
          ['a', 'depth = 6'],
          ['injected-parameters', '# Parameters\ndepth = 7'],
          ['b', 'depth']
        ],
        { a: 'depth = 6', b: 'depth' }
      )
    ).toEqual(['clean']);
  });
});

it('knows cells without ids by their source', () => {
  const executions = recordedExecutions([
    ['', 'x = 1', { client: 'headless' }],
    ['', 'x', { client: 'headless', runIds: ['run'] }]
  ]);
  const judged = (...sources: string[]) =>
    new StudiedSession(executions).verdictOf(
      'run',
      sources.map(source => ({ id: '', source }))
    ).verdicts;
  expect(judged('x = 1', 'x')).toEqual(['clean']);
  expect(judged('x = 2', 'x')).toEqual(['deleted cell', 'hidden state']);
});
