//! A picture of the window as numbers: how bright its brightest point is, and how a text stands out from its ground.

use std::collections::HashMap;
use std::io::Cursor;

/// No point of a picture taken in the night theme may be brighter than this (relative luminance).
pub const NIGHT_CAP: f64 = 0.35;

/// One colour as it is on the screen.
pub type Colour = [u8; 3];

/// The pixels of a page.
#[derive(Debug)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pixels: Vec<Colour>,
}

/// A box on a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

/// Relative luminance, 0 black to 1 white (WCAG 2.2).
pub fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast of two colours, 1 to 21 (WCAG 2.2).
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

impl Picture {
    /// Reads a PNG of eight bits a channel, with or without transparency.
    pub fn decode(png: &[u8]) -> Picture {
        let decoder = png::Decoder::new(Cursor::new(png));
        let mut reader = decoder.read_info().expect("a picture is a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a picture has a size")];
        let frame = reader.next_frame(&mut bytes).expect("a PNG holds a frame");
        assert_eq!(frame.bit_depth, png::BitDepth::Eight);
        let width = frame.color_type.samples();
        assert!(width >= 3, "the picture has no colours");
        let bytes = &bytes[..frame.buffer_size()];
        Picture {
            width: usize::try_from(frame.width).expect("a picture fits into memory"),
            height: usize::try_from(frame.height).expect("a picture fits into memory"),
            pixels: bytes
                .chunks_exact(width)
                .map(|point| [point[0], point[1], point[2]])
                .collect(),
        }
    }

    /// A picture of one colour.
    pub fn plain(width: usize, height: usize, colour: Colour) -> Picture {
        Picture {
            width,
            height,
            pixels: vec![colour; width * height],
        }
    }

    /// The picture as a PNG.
    pub fn encode(&self) -> Vec<u8> {
        let side = |length: usize| u32::try_from(length).expect("a picture has a size");
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side(self.width), side(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("a header can be written");
        writer
            .write_image_data(&self.pixels.concat())
            .expect("the pixels fit the header");
        writer.finish().expect("a PNG can be ended");
        bytes
    }

    /// The brightest luminance, where it is, and how many points pass `cap`.
    pub fn brightest(&self, cap: f64) -> (f64, (usize, usize), usize) {
        let mut known: HashMap<Colour, f64> = HashMap::new();
        let (mut most, mut at, mut over) = (0.0, 0, 0);
        for (place, colour) in self.pixels.iter().enumerate() {
            let bright = *known.entry(*colour).or_insert_with(|| luminance(*colour));
            over += usize::from(bright > cap);
            if bright > most {
                (most, at) = (bright, place);
            }
        }
        (most, (at % self.width, at / self.width), over)
    }

    /// Which points of the night are too bright, in words; nothing when none is.
    pub fn too_bright(&self) -> Option<String> {
        let (most, (x, y), over) = self.brightest(NIGHT_CAP);
        (over > 0).then(|| {
            format!("{over} points above luminance {NIGHT_CAP}, the brightest {most:.3} at {x},{y}")
        })
    }

    /// The colours inside a box and how often each is there.
    fn colours(&self, area: Area) -> HashMap<Colour, usize> {
        let clamp = |at: f64, most: usize| (at.max(0.0) as usize).min(most);
        let columns =
            clamp(area.x.floor(), self.width)..clamp((area.x + area.w).ceil(), self.width);
        let rows = clamp(area.y.floor(), self.height)..clamp((area.y + area.h).ceil(), self.height);
        let mut colours = HashMap::new();
        for row in rows {
            for colour in &self.pixels[row * self.width..][columns.clone()] {
                *colours.entry(*colour).or_insert(0) += 1;
            }
        }
        colours
    }

    /// How far what is drawn in a box stands out from its ground: ground is the commonest colour, the drawn is the colour
    /// that differs most from it. Nothing for a box outside of the picture.
    pub fn standing_out(&self, area: Area) -> Option<f64> {
        let colours = self.colours(area);
        let (ground, _) = colours
            .iter()
            .max_by_key(|(colour, count)| (**count, **colour))?;
        colours
            .keys()
            .map(|colour| contrast(*colour, *ground))
            .max_by(f64::total_cmp)
    }

    /// The picture at one `times`th of its size, each point the mean of what it stands for.
    pub fn smaller(&self, times: usize) -> Picture {
        let (width, height) = (self.width / times, self.height / times);
        let mean = |x: usize, y: usize| {
            let mut sums = [0_usize; 3];
            for row in y * times..(y + 1) * times {
                for colour in &self.pixels[row * self.width + x * times..][..times] {
                    for (sum, part) in sums.iter_mut().zip(colour) {
                        *sum += usize::from(*part);
                    }
                }
            }
            sums.map(|sum| u8::try_from(sum / (times * times)).unwrap_or(u8::MAX))
        };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Picture {
            width,
            height,
            pixels: places.map(|(x, y)| mean(x, y)).collect(),
        }
    }

    /// Lays another picture over this one, its corner at a place; what does not fit is cut.
    pub fn lay(&mut self, other: &Picture, x: usize, y: usize) {
        let columns = other.width.min(self.width.saturating_sub(x));
        for row in 0..other.height.min(self.height.saturating_sub(y)) {
            let from = &other.pixels[row * other.width..][..columns];
            self.pixels[(y + row) * self.width + x..][..columns].copy_from_slice(from);
        }
    }
}
