import * as ts from 'typescript';
import type { Source } from './sources';

/**
 * What the documentation of a file's exported classes, interfaces and enums lacks, a line each. Each needs a docstring, and
 * each optional prop its default; what the package exports needs a docstring on every member too.
 */
export function undocumented(source: Source, isPublic: (name: string) => boolean): string[] {
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2022, true);
  const lacks: string[] = [];
  for (const statement of file.statements) {
    if ((ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement)) && isExported(statement)) {
      const name = `${source.path}: ${statement.name?.text}`;
      lacks.push(...(hasText(statement) ? [] : [`${name} has no docstring`]));
      for (const member of statement.members) {
        lacks.push(...lacksOf(member, isPublic(statement.name?.text ?? '')).map((lack) => `${name}.${member.name?.getText()} ${lack}`));
      }
    }
  }
  return lacks;
}

function lacksOf(member: ts.ClassElement | ts.TypeElement | ts.EnumMember, needsText: boolean): string[] {
  if (ts.isConstructorDeclaration(member) || isInternal(member)) {
    return [];
  }
  const inherits = modifiersOf(member).includes(ts.SyntaxKind.OverrideKeyword);
  const isOptional = ts.isPropertySignature(member) && !!member.questionToken;
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  return [
    ...(!needsText || hasText(member) || inherits ? [] : ['has no docstring']),
    ...(isOptional && !ts.getTextOfJSDocComment(tag?.comment)?.trim() ? ['is optional and says no @default'] : []),
  ];
}

function hasText(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some((doc) => ts.isJSDoc(doc) && !!ts.getTextOfJSDocComment(doc.comment)?.trim());
}

function isExported(node: ts.Node): boolean {
  return modifiersOf(node).includes(ts.SyntaxKind.ExportKeyword);
}

function isInternal(member: ts.Node): boolean {
  const kinds = modifiersOf(member);
  return kinds.includes(ts.SyntaxKind.PrivateKeyword) || kinds.includes(ts.SyntaxKind.ProtectedKeyword);
}

function modifiersOf(node: ts.Node): ts.SyntaxKind[] {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map(({ kind }) => kind) : [];
}
