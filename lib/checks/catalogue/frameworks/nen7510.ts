import type { Framework } from './framework';
import { ISO_27001 } from './iso27001';

/** The measures of NEN 7510-2 bear the numbers of ISO/IEC 27002:2022, so they are served by the same controls; only their titles are its own. */
const TITLES: Readonly<Record<string, string>> = {
  '5.3': 'Functiescheiding',
  '5.7': 'Informatie en analyses over dreigingen',
  '5.12': 'Classificeren van informatie',
  '5.13': 'Labelen van informatie',
  '5.14': 'Overdragen van informatie',
  '5.15': 'Toegangsbeveiliging',
  '5.16': 'Identiteitsbeheer',
  '5.17': 'Authenticatie-informatie',
  '5.18': 'Toegangsrechten',
  '5.22': 'Monitoren, beoordelen en het beheren van wijzigingen van leveranciersdiensten',
  '5.23': 'Informatiebeveiliging voor het gebruik van clouddiensten',
  '5.24': 'Plannen en voorbereiden van het beheer van informatiebeveiligingsincidenten',
  '5.25': 'Beoordelen van en besluiten over informatiebeveiligingsgebeurtenissen',
  '5.28': 'Verzamelen van bewijsmateriaal',
  '5.29': 'Informatiebeveiliging tijdens een verstoring',
  '5.30': 'ICT-gereedheid voor bedrijfscontinuïteit',
  '5.33': 'Beschermen van registraties',
  '5.34': 'Privacy en bescherming van persoonsgegevens',
  '5.36': 'Naleving van beleid, regels en normen voor informatiebeveiliging',
  '6.7': 'Werken op afstand',
  '8.2': 'Speciale toegangsrechten',
  '8.3': 'Beperking toegang tot informatie',
  '8.5': 'Beveiligde authenticatie',
  '8.6': 'Capaciteitsbeheer',
  '8.7': 'Bescherming tegen malware',
  '8.8': 'Beheer van technische kwetsbaarheden',
  '8.9': 'Configuratiebeheer',
  '8.10': 'Wissen van informatie',
  '8.11': 'Maskeren van gegevens',
  '8.12': 'Voorkomen van gegevenslekken',
  '8.13': 'Back-up van informatie',
  '8.14': 'Redundantie van informatieverwerkende faciliteiten',
  '8.15': 'Logging',
  '8.16': 'Monitoren van activiteiten',
  '8.18': 'Gebruik van speciale systeemhulpmiddelen',
  '8.20': 'Beveiliging netwerkcomponenten',
  '8.21': 'Beveiliging van netwerkdiensten',
  '8.22': 'Netwerksegmentatie',
  '8.23': 'Toepassen van webfilters',
  '8.24': 'Gebruik van cryptografie',
  '8.26': 'Toepassingsbeveiligingseisen',
  '8.31': 'Scheiding van ontwikkel-, test- en productieomgevingen',
  '8.32': 'Wijzigingsbeheer',
  '8.33': 'Testgegevens',
};

/** NEN 7510-2:2024, information security in health care, as far as it follows ISO/IEC 27002:2022. */
export const NEN_7510: Framework = {
  id: 'nen-7510-2024',
  name: 'NEN 7510-2:2024',
  url: 'https://www.nen.nl/zorg-welzijn/ict-in-de-zorg/informatiebeveiliging-in-de-zorg',
  requirements: Object.entries(TITLES).map(([number, title]) => ({ number, title, controls: servedBy(`A.${number}`) })),
};

function servedBy(number: string): Framework['requirements'][number]['controls'] {
  return ISO_27001.requirements.find((requirement) => requirement.number === number)?.controls ?? [];
}
