import { change } from './calls.js';
import { visitParameters } from './expressions.js';
import { FunctionScope } from './function-scope.js';
import { BoundScope, ClassScope } from './inner-scopes.js';
import { noLateNames } from './scope.js';
import { children, identifier, type SyntaxNode } from './syntax.js';
import type { Visitor, Walk } from './walk.js';

const visitFunction: Visitor = (walk, node) => {
  const nameNode = node.getChild('VariableName');
  const late = walk.late ?? noLateNames();
  withTypeParameters(walk, node, () => {
    const scope = new FunctionScope(walk.scope, late);
    const parameters = node.getChild('ParamList');
    if (parameters) {
      visitParameters(walk, parameters, scope);
    }
    node.getChildren('TypeDef').forEach(type => walk.visit(type));
    walk.collecting(late, () =>
      walk.within(scope, () =>
        node.getChildren('Body').forEach(body => walk.visit(body))
      )
    );
    scope.close();
  });
  if (nameNode) {
    define(walk, identifier(walk.text(nameNode)), late);
  }
};

/** The body runs now; its methods when called. */
const visitClass: Visitor = (walk, node) => {
  const nameNode = node.getChild('VariableName');
  const late = walk.late ?? noLateNames();
  withTypeParameters(walk, node, () => {
    const bases = node.getChild('ArgList');
    if (bases) {
      walk.visit(bases);
    }
    walk.collecting(late, () =>
      walk.within(new ClassScope(walk.scope), () =>
        node.getChildren('Body').forEach(body => walk.visit(body))
      )
    );
  });
  if (nameNode) {
    define(walk, identifier(walk.text(nameNode)), late);
  }
};

const define = (
  walk: Walk,
  name: string,
  late: ReturnType<typeof noLateNames>
) => {
  walk.scope.bind(name);
  if (walk.scope === walk.cell) {
    walk.cell.setFunction(name, late);
    walk.cell.fix(name);
  }
};

/** `type Name[T] = …`, whose value is evaluated when it is asked for. */
const visitTypeDefinition: Visitor = (walk, node) => {
  const nameNode = node.getChild('VariableName');
  if (nameNode) {
    walk.scope.bind(identifier(walk.text(nameNode)));
  }
  withTypeParameters(walk, node, () =>
    walk.doubting(() =>
      children(node)
        .filter(child => child.from > (nameNode?.to ?? node.from))
        .filter(child => child.name !== 'TypeParamList')
        .forEach(child => walk.visit(child))
    )
  );
};

/** A method that decorates registers the function with its object. */
const visitUnary: Visitor = (walk, node) => {
  walk.visitChildren(node);
  const called = node.lastChild?.firstChild;
  if (
    walk.prepared.decorators.has(node.from) &&
    node.lastChild?.name === 'CallExpression' &&
    called?.name === 'MemberExpression'
  ) {
    change(walk, called, false);
  }
};

const withTypeParameters = (walk: Walk, node: SyntaxNode, run: () => void) => {
  const list = node.getChild('TypeParamList');
  if (!list) {
    run();
    return;
  }
  const scope = new BoundScope(walk.scope);
  const parameters = list.getChildren('TypeParam');
  for (const parameter of parameters) {
    const name = parameter.getChild('VariableName');
    if (name) {
      scope.own(identifier(walk.text(name)));
    }
  }
  walk.within(scope, () => {
    walk.doubting(() =>
      parameters
        .flatMap(parameter => parameter.getChildren('TypeDef'))
        .forEach(bound => walk.visit(bound))
    );
    run();
  });
};

export const definitions: Readonly<Record<string, Visitor>> = {
  FunctionDefinition: visitFunction,
  ClassDefinition: visitClass,
  TypeDefinition: visitTypeDefinition,
  UnaryExpression: visitUnary
};
