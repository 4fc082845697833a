/** One country's standard rate of value added tax. */
export interface StandardRate {
  /** Hundredths of a percent: 1900 is 19 %. */
  basis_points: number;
  /** The day from which this rate holds, without a break. */
  since: string;
  source: string;
}

const tedb = "European Commission, Taxes in Europe Database";

/**
 * Standard rates by ISO 3166-1 country: the European Union, Great Britain, Norway and Switzerland. Reduced rates are not
 * here: every product is taxed at the standard rate. Rates change by law; compare with the sources before trading.
 */
const standardRates: Readonly<Record<string, StandardRate>> = {
  AT: { basis_points: 2000, since: "1984-01-01", source: tedb },
  BE: { basis_points: 2100, since: "1996-01-01", source: tedb },
  BG: { basis_points: 2000, since: "1999-01-01", source: tedb },
  CH: { basis_points: 810, since: "2024-01-01", source: "Swiss Federal Tax Administration, art. 25 MWSTG" },
  CY: { basis_points: 1900, since: "2014-01-13", source: tedb },
  CZ: { basis_points: 2100, since: "2013-01-01", source: tedb },
  DE: { basis_points: 1900, since: "2021-01-01", source: `${tedb}; section 12 (1) UStG` },
  DK: { basis_points: 2500, since: "1992-01-01", source: tedb },
  EE: { basis_points: 2400, since: "2025-07-01", source: `${tedb}; Estonian Tax and Customs Board` },
  ES: { basis_points: 2100, since: "2012-09-01", source: tedb },
  FI: { basis_points: 2550, since: "2024-09-01", source: `${tedb}; Finnish Tax Administration` },
  FR: { basis_points: 2000, since: "2014-01-01", source: tedb },
  GB: { basis_points: 2000, since: "2011-01-04", source: "HM Revenue & Customs, VAT rates" },
  GR: { basis_points: 2400, since: "2016-06-01", source: tedb },
  HR: { basis_points: 2500, since: "2012-03-01", source: tedb },
  HU: { basis_points: 2700, since: "2012-01-01", source: tedb },
  IE: { basis_points: 2300, since: "2021-03-01", source: `${tedb}; Irish Revenue Commissioners` },
  IT: { basis_points: 2200, since: "2013-10-01", source: tedb },
  LT: { basis_points: 2100, since: "2009-09-01", source: tedb },
  LU: { basis_points: 1700, since: "2024-01-01", source: tedb },
  LV: { basis_points: 2100, since: "2012-07-01", source: tedb },
  MT: { basis_points: 1800, since: "2004-01-01", source: tedb },
  NL: { basis_points: 2100, since: "2012-10-01", source: tedb },
  NO: { basis_points: 2500, since: "2005-01-01", source: "Norwegian Tax Administration, VAT rates" },
  PL: { basis_points: 2300, since: "2011-01-01", source: tedb },
  PT: { basis_points: 2300, since: "2011-01-01", source: tedb },
  RO: { basis_points: 2100, since: "2025-08-01", source: `${tedb}; Romanian law 141/2025` },
  SE: { basis_points: 2500, since: "1990-07-01", source: tedb },
  SI: { basis_points: 2200, since: "2013-07-01", source: tedb },
  SK: { basis_points: 2300, since: "2025-01-01", source: `${tedb}; Slovak law 278/2024` },
};

/** The standard rate of a country in basis points; 0 where the store knows of none and so charges none. */
export function standardRateOf(country: string): number {
  return Object.hasOwn(standardRates, country) ? (standardRates[country]?.basis_points ?? 0) : 0;
}

/** The countries whose rate is known, in alphabetical order. */
export function taxedCountries(): string[] {
  return Object.keys(standardRates);
}
