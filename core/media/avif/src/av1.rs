//! One still picture as an AV1 stream, by rav1e.

use rav1e::{
    color::{
        ChromaSamplePosition, ChromaSampling, ColorDescription, ColorPrimaries, MatrixCoefficients, PixelRange,
        TransferCharacteristics,
    },
    config::SpeedSettings,
    prelude::{
        BlockSize, Config, Context, EncoderConfig, EncoderStatus, Frame, PartitionRange, SceneDetectionSpeed, Tune,
    },
};

use crate::{Error, planes::Planes};

/// rav1e's fastest preset.
const FASTEST: u8 = 10;

/// Encodes the planes on the calling core.
pub(crate) fn encode(planes: &Planes, quantizer: u8) -> Result<Vec<u8>, Error> {
    let config = Config::new()
        .with_encoder_config(encoder(planes, quantizer))
        .with_threads(1);
    let mut context: Context<u8> = config.new_context().map_err(|error| Error::Coder(error.to_string()))?;
    let mut frame = context.new_frame();
    fill(&mut frame, planes);
    context.send_frame(frame).map_err(coder)?;
    context.flush();
    receive(&mut context)
}

fn encoder(planes: &Planes, quantizer: u8) -> EncoderConfig {
    EncoderConfig {
        width: planes.width,
        height: planes.height,
        bit_depth: 8,
        chroma_sampling: if planes.has_color() {
            ChromaSampling::Cs420
        } else {
            ChromaSampling::Cs400
        },
        chroma_sample_position: ChromaSamplePosition::Unknown,
        pixel_range: PixelRange::Full,
        color_description: planes.has_color().then_some(ColorDescription {
            color_primaries: ColorPrimaries::BT709,
            transfer_characteristics: TransferCharacteristics::SRGB,
            matrix_coefficients: MatrixCoefficients::BT601,
        }),
        still_picture: true,
        quantizer: quantizer.into(),
        min_quantizer: quantizer,
        // Tuning for the eye spends its bytes on grain, which a thumbnail has none of.
        tune: Tune::Psnr,
        speed_settings: speed(),
        ..EncoderConfig::default()
    }
}

/// The fastest preset, less what only moving pictures need, with blocks of one size: choosing among sizes costs half
/// as much again and saves a tenth of the bytes.
fn speed() -> SpeedSettings {
    let mut speed = SpeedSettings::from_preset(FASTEST);
    speed.rdo_lookahead_frames = 1;
    speed.scene_detection_mode = SceneDetectionSpeed::None;
    speed.cdef = false;
    speed.prediction.fine_directional_intra = false;
    speed.transform.tx_domain_rate = true;
    speed.partition.partition_range = PartitionRange::new(BlockSize::BLOCK_16X16, BlockSize::BLOCK_16X16);
    speed
}

fn fill(frame: &mut Frame<u8>, planes: &Planes) {
    for (target, rows) in frame.planes.iter_mut().zip(planes.rows()) {
        let mut slice = target.mut_slice(Default::default());
        for (target, row) in slice.rows_iter_mut().zip(rows) {
            target[..row.len()].copy_from_slice(row);
        }
    }
}

fn receive(context: &mut Context<u8>) -> Result<Vec<u8>, Error> {
    let mut stream = Vec::new();
    loop {
        match context.receive_packet() {
            Ok(packet) => stream.extend(packet.data),
            Err(EncoderStatus::Encoded) => {}
            Err(EncoderStatus::LimitReached) => return Ok(stream),
            Err(status) => return Err(coder(status)),
        }
    }
}

fn coder(status: EncoderStatus) -> Error {
    Error::Coder(status.to_string())
}
