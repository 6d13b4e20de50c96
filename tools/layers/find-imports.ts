import ts from 'typescript';

/** An import of a source file. */
export interface FoundImport {
  /** As written, e.g. `./a.ts`, `node:fs`, `@slowfast/spec`. */
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
  /** `type`: gone when it runs. `static`: loaded with the file. `dynamic`: loaded when the call is reached. */
  readonly kind: 'type' | 'static' | 'dynamic';
}

/** All imports with a literal specifier, re-exports, `import()` calls and types, `new URL('./x.ts', import.meta.url)` not. */
export function findImports(path: string, text: string): FoundImport[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: FoundImport[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, kind: FoundImport['kind']) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ specifier: specifier.text, line: line + 1, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.importClause?.isTypeOnly ? 'type' : 'static');
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, 'type');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], 'dynamic');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The package that a specifier names, e.g. `@scope/name` of `@scope/name/part`; undefined for files and Node's own. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('/') || specifier.startsWith('node:'))
    return undefined;
  const [first, second] = specifier.split('/');
  return first?.startsWith('@') ? `${first}/${second}` : first;
}
