//! Where a school stands: metres of the national grid, which the trade measures in, and the degrees that maps want.

use proj4rs::Proj;

/// A place on the British National Grid (EPSG:27700), in metres from its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridPoint {
    /// Metres east.
    pub easting: i32,
    /// Metres north.
    pub northing: i32,
}

impl GridPoint {
    /// Takes a place on the grid's own sheet; anything outside it is a slip of the pen, not a school.
    pub const fn new(easting: i32, northing: i32) -> Option<Self> {
        if easting <= 0 || easting >= 700_000 || northing <= 0 || northing >= 1_300_000 {
            None
        } else {
            Some(Self { easting, northing })
        }
    }

    /// The straight line to another place, in whole metres.
    pub fn metres_to(self, other: Self) -> u32 {
        let (dx, dy) = (self.easting.abs_diff(other.easting), self.northing.abs_diff(other.northing));
        let square = u64::from(dx).pow(2) + u64::from(dy).pow(2);
        u32::try_from(square.isqrt()).unwrap_or(u32::MAX)
    }
}

/// A place in degrees of latitude and longitude, by WGS84: what maps and phones use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wgs84 {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// Turns places of the national grid into degrees and back, within 10 metres of Ordnance Survey's own.
pub struct Atlas {
    grid: Proj,
    degrees: Proj,
}

// Ordnance Survey's projection, ellipsoid and seven-parameter shift; without the shift a school would stand 100 m off.
const GRID: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
    +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";
const DEGREES: &str = "+proj=longlat +datum=WGS84 +no_defs";

impl Default for Atlas {
    fn default() -> Self {
        Self {
            grid: Proj::from_proj_string(GRID).expect("the grid's definition is a constant that a test reads"),
            degrees: Proj::from_proj_string(DEGREES).expect("the definition is a constant that a test reads"),
        }
    }
}

impl Atlas {
    /// The degrees of a place.
    pub fn wgs84(&self, place: GridPoint) -> Option<Wgs84> {
        let mut at = (f64::from(place.easting), f64::from(place.northing), 0.0);
        proj4rs::transform::transform(&self.grid, &self.degrees, &mut at).ok()?;
        Some(Wgs84 { latitude: at.1.to_degrees(), longitude: at.0.to_degrees() })
    }

    /// The place on the grid nearest to a point in degrees; `None` outside the grid.
    pub fn grid(&self, point: Wgs84) -> Option<GridPoint> {
        let mut at = (point.longitude.to_radians(), point.latitude.to_radians(), 0.0);
        proj4rs::transform::transform(&self.degrees, &self.grid, &mut at).ok()?;
        // A cast of a float stops at the ends of the range, and those lie outside the grid.
        GridPoint::new(at.0.round() as i32, at.1.round() as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those of Ordnance Survey's forty worked examples for OSTN15 that lie in England (its developer pack's TP01 to TP25):
    /// latitude, longitude (ETRS89), easting, northing.
    const POINTS: [(f64, f64, f64, f64); 16] = [
        (49.922_263_937_30, -6.299_777_520_14, 91_492.146, 11_318.804),
        (49.960_061_378_20, -5.203_046_099_98, 170_370.718, 11_572.405),
        (50.438_858_256_10, -4.108_645_635_61, 250_359.811, 62_016.569),
        (50.575_636_650_00, -1.297_822_772_40, 449_816.371, 75_335.861),
        (50.931_279_379_10, -1.450_514_337_00, 438_710.920, 114_792.250),
        (51.374_470_255_50, 1.444_547_304_09, 639_821.835, 169_565.858),
        (51.489_365_649_50, -0.119_925_571_80, 530_624.974, 178_388.464),
        (51.894_366_373_50, 0.897_243_270_12, 599_445.590, 225_722.826),
        (52.255_293_816_30, -2.154_586_143_87, 389_544.190, 261_912.153),
        (52.751_366_871_70, 0.401_535_470_65, 562_180.547, 319_784.995),
        (53.344_802_801_90, -2.640_493_208_10, 357_455.843, 383_290.436),
        (53.800_215_196_30, -1.663_791_682_42, 422_242.186, 433_818.701),
        (53.779_110_260, -3.040_454_907, 331_534.564, 431_920.794),
        (54.116_851_440, -0.077_731_332, 525_745.670, 470_703.214),
        (54.895_423_400, -2.938_277_411, 339_921.145, 556_034.761),
        (54.979_122_740, -1.616_576_852, 424_639.355, 565_012.703),
    ];

    #[test]
    fn degrees_agree_with_ordnance_survey_within_ten_metres() {
        let atlas = Atlas::default();
        for (latitude, longitude, easting, northing) in POINTS {
            let place = GridPoint::new(easting.round() as i32, northing.round() as i32).unwrap();
            let at = atlas.wgs84(place).unwrap();
            let north = (at.latitude - latitude) * 111_200.0;
            let east = (at.longitude - longitude) * 111_300.0 * latitude.to_radians().cos();
            assert!(north.hypot(east) < 10.0, "{place:?} is {:.1} m off", north.hypot(east));
        }
    }

    #[test]
    fn a_place_comes_back_from_degrees_within_ten_metres() {
        let atlas = Atlas::default();
        for (latitude, longitude, easting, northing) in POINTS {
            let back = atlas.grid(Wgs84 { latitude, longitude }).unwrap();
            let asked = GridPoint::new(easting.round() as i32, northing.round() as i32).unwrap();
            assert!(back.metres_to(asked) < 10, "{back:?} for {asked:?}");
        }
    }

    #[test]
    fn what_lies_off_the_sheet_is_no_place() {
        for (easting, northing) in [(0, 0), (-1, 100), (700_000, 100), (100, 1_300_000), (i32::MAX, i32::MIN)] {
            assert_eq!(GridPoint::new(easting, northing), None);
        }
        let atlas = Atlas::default();
        for (latitude, longitude) in [(0.0, 0.0), (90.0, 0.0), (-52.0, 100.0), (f64::NAN, 0.0)] {
            assert_eq!(atlas.grid(Wgs84 { latitude, longitude }), None, "{latitude} {longitude}");
        }
    }

    #[test]
    fn distance_is_the_straight_line_in_metres() {
        let (a, b) = (GridPoint::new(400_000, 300_000).unwrap(), GridPoint::new(403_000, 304_000).unwrap());
        assert_eq!(a.metres_to(b), 5_000);
        assert_eq!(b.metres_to(a), 5_000);
        let (far, near) = (GridPoint::new(1, 1).unwrap(), GridPoint::new(699_999, 1_299_999).unwrap());
        assert_eq!(far.metres_to(near), 1_476_479);
    }
}
