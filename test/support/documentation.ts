import * as ts from 'typescript';
import type { Source } from './sources';

/**
 * What the documentation of a file's exported classes, interfaces and enums lacks, a line each. Each needs a docstring; what
 * the package exports needs one on every member; and what is optional there, or in anything called props, says its default.
 */
export function undocumented(source: Source, isPublic: (name: string) => boolean): string[] {
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2022, true);
  const lacks: string[] = [];
  for (const statement of file.statements) {
    if ((ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement)) && isExported(statement)) {
      const name = `${source.path}: ${statement.name?.text}`;
      lacks.push(...(hasText(statement) ? [] : [`${name} has no docstring`]));
      for (const member of statement.members) {
        lacks.push(...lacksOf(member, statement.name?.text ?? '', isPublic).map((lack) => `${name}.${member.name?.getText()} ${lack}`));
      }
    }
  }
  return lacks;
}

function lacksOf(member: ts.ClassElement | ts.TypeElement | ts.EnumMember, owner: string, isPublic: (name: string) => boolean): string[] {
  if (ts.isConstructorDeclaration(member) || isInternal(member)) {
    return [];
  }
  const inherits = modifiersOf(member).includes(ts.SyntaxKind.OverrideKeyword);
  const saysDefault = ts.isPropertySignature(member) && !!member.questionToken && (isPublic(owner) || /(Props|Options)$/.test(owner));
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  return [
    ...(!isPublic(owner) || hasText(member) || inherits ? [] : ['has no docstring']),
    ...(saysDefault && !ts.getTextOfJSDocComment(tag?.comment)?.trim() ? ['is optional and says no @default'] : []),
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
