import type { Framework } from './framework';
import { GDPR_ARTICLE_32 } from './gdpr-article-32';
import { ISO_27001 } from './iso27001';
import { NEN_7510 } from './nen7510';
import { OWASP_TOP_10 } from './owasp-top10';

export type { Framework, FrameworkRequirement } from './framework';

/** Every framework that the controls are mapped to. */
export const FRAMEWORKS: readonly Framework[] = [ISO_27001, OWASP_TOP_10, GDPR_ARTICLE_32, NEN_7510];

/** What a control serves, e.g. `A.8.24` of ISO/IEC 27001:2022 Annex A. */
export function servedBy(control: string): { readonly framework: Framework; readonly numbers: readonly string[] }[] {
  return FRAMEWORKS.map((framework) => ({
    framework,
    numbers: framework.requirements.filter(({ controls }) => controls.some((id) => id === control)).map(({ number }) => number),
  })).filter(({ numbers }) => numbers.length > 0);
}
