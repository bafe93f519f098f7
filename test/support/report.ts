import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A finding of a pack on some constructs. */
export interface ReportedFinding {
  readonly ruleName: string;
  readonly violatingConstructs: { readonly constructPath: string }[];
  /** Set where it was acknowledged: the qualified id. */
  readonly acknowledgedId?: string;
  readonly reason?: string;
}

/** What CDK writes about the findings of an assembly. */
export interface ValidationReport {
  readonly pluginReports: {
    readonly pluginName: string;
    readonly violations?: ReportedFinding[];
    readonly suppressedViolations?: ReportedFinding[];
  }[];
}

/** The report in an assembly's folder. */
export function readReport(folder: string): ValidationReport {
  return JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')) as ValidationReport;
}
