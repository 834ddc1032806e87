//! Linear teacher and student, checked.

use super::Features;
use crate::model::PromptLaw;

/// What a problem is made of, in coordinates along the eigenvectors of Σ.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinearParts {
    pub(super) eigenvalues: Vec<f64>,
    pub(super) prompts: PromptLaw,
    pub(super) truth: Vec<f64>,
    pub(super) truth_is_random: bool,
    pub(super) noise: f64,
    pub(super) pseudo_noise: f64,
    pub(super) teacher: Features,
    pub(super) student: Features,
}

/// A linear teacher and a linear student on prompts with the covariance Σ.
///
/// Everything is held in coordinates along the eigenvectors of Σ, which are independent: normal, or with another law that is scaled to the variance λᵢ.
///
/// ```
/// use weak_to_strong::model::{LearnerSpec, LinearProblem, LinearSpec, PromptLaw, SpectrumSpec, TruthSpec};
///
/// let problem = LinearProblem::new(&LinearSpec {
///     spectrum: SpectrumSpec::Power { power: 2.0, dim: 3 },
///     prompts: PromptLaw::Gaussian,
///     truth: TruthSpec::Power(1.0),
///     noise: 0.5,
///     pseudo_noise: 0.0,
///     teacher: LearnerSpec::All,
///     student: LearnerSpec::Projection(2),
/// })?;
/// assert_eq!(problem.eigenvalues(), [1.0, 0.25, 1.0 / 9.0]);
/// // λᵢβᵢ² = 1/i.
/// let energy: f64 = problem.eigenvalues().iter().zip(problem.truth()).map(|(λ, β)| λ * β * β).sum();
/// assert!((energy - (1.0 + 1.0 / 2.0 + 1.0 / 3.0)).abs() < 1e-14);
/// # Ok::<(), weak_to_strong::model::LinearError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LinearProblem {
    parts: LinearParts,
}

impl LinearProblem {
    pub(super) fn from_parts(parts: LinearParts) -> Self {
        Self { parts }
    }

    /// d, the number of coordinates of a prompt.
    pub fn dim(&self) -> usize {
        self.parts.eigenvalues.len()
    }

    /// λᵢ, the eigenvalues of Σ.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.parts.eigenvalues
    }

    /// βᵢ, the truth along the eigenvectors of Σ.
    pub fn truth(&self) -> &[f64] {
        &self.parts.truth
    }

    /// Whether the truth stands for all directions of its length. A mean that is linear in the squares βᵢ², as that of a risk, is then the mean over these.
    pub fn truth_is_random(&self) -> bool {
        self.parts.truth_is_random
    }

    /// σ, the noise of true labels.
    pub fn noise(&self) -> f64 {
        self.parts.noise
    }

    /// τ, the noise that is added to the student's labels.
    pub fn pseudo_noise(&self) -> f64 {
        self.parts.pseudo_noise
    }

    /// The law of a coordinate along an eigenvector of Σ, up to its scale.
    pub fn prompts(&self) -> &PromptLaw {
        &self.parts.prompts
    }

    /// What the teacher sees.
    pub fn teacher(&self) -> &Features {
        &self.parts.teacher
    }

    /// What the student sees.
    pub fn student(&self) -> &Features {
        &self.parts.student
    }

    /// Whether all eigenvalues are equal.
    pub fn is_isotropic(&self) -> bool {
        self.parts.eigenvalues.iter().all(|eigenvalue| *eigenvalue == self.parts.eigenvalues[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, dmatrix};

    use crate::model::{LearnerSpec, LinearSpec, SpectrumSpec, TruthSpec};

    fn read(text: &str) -> Result<LinearProblem, String> {
        let spec: LinearSpec = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let again: LinearSpec = serde_json::from_value(serde_json::to_value(&spec).expect("JSON")).expect("read back");
        assert_eq!(spec, again);
        LinearProblem::new(&spec).map_err(|error| error.to_string())
    }

    #[test]
    fn files_describe_spectra_and_truths_in_all_forms() {
        let eigenvalues = |spectrum: &str| {
            let text = format!("spectrum = {spectrum}\ntruth = {{ random = 2 }}\nnoise = 0\n");
            read(&text).expect(spectrum).eigenvalues().to_vec()
        };
        assert_eq!(eigenvalues("[2, 0.5, 0]"), [2.0, 0.5, 0.0]);
        assert_eq!(eigenvalues("{ power = 1, dim = 2 }"), [1.0, 0.5]);
        assert_eq!(eigenvalues("{ levels = [[3, 1], [0.5, 2]] }"), [3.0, 0.5, 0.5]);
        assert_eq!(eigenvalues("{ spikes = 1, height = 4, dim = 3 }"), [4.0, 1.0, 1.0]);
        assert_eq!(eigenvalues("{ spikes = 2, height = 4, floor = 0.5, dim = 3 }"), [4.0, 4.0, 0.5]);
        // ((1, ρ), (ρ, 1)) has the eigenvalues 1 ± ρ.
        let pair = eigenvalues("{ ar1 = 0.5, dim = 2 }");
        assert!((pair[0] - 1.5).abs() < 1e-15 && (pair[1] - 0.5).abs() < 1e-15);
        let truth = |spectrum: &str, truth: &str| {
            read(&format!("spectrum = {spectrum}\ntruth = {truth}\nnoise = 0\n")).expect(truth).truth().to_vec()
        };
        assert_eq!(truth("[1, 4]", "{ power = 2 }"), [1.0, 0.25]);
        assert_eq!(truth("[1, 4]", "{ random = 2 }"), [2.0 / 2f64.sqrt(); 2]);
        assert_eq!(truth("[1, 4, 4, 4]", "{ length = 4 }"), [2.0; 4]);
        assert_eq!(truth("[1, 4, 4, 4]", "{ length = 3, first = 1 }"), [3.0, 0.0, 0.0, 0.0]);
        // (1, 1) is the first eigenvector of ((1, ρ), (ρ, 1)), and (1, −1) the second one.
        let along = truth("{ ar1 = 0.5, dim = 2 }", "[1, 1]");
        assert!((along[0].abs() - 2f64.sqrt()).abs() < 1e-14 && along[1].abs() < 1e-14);
    }

    /// Two coordinates turn by angles of their own, one of them not at all.
    #[test]
    fn each_direction_turns_by_its_own_angle() {
        let text = "spectrum = [5, 4, 3, 2, 1, 1, 1]\ntruth = { length = 1 }\nnoise = 0\nteacher = { first = 4, shared = 1, angle = [0.2, 0, 0.6] }\n";
        let problem = read(text).expect("a problem");
        let Features::Turned(axes) = problem.teacher() else { panic!("turned") };
        assert_eq!([0, 1, 2, 3].map(|direction| axes.partner(direction)), [None, Some(4), None, Some(6)]);
        let reached: Vec<usize> = (0..7).filter(|coordinate| axes.reaches(*coordinate)).collect();
        assert_eq!(reached, [0, 1, 2, 3, 4, 6]);
        let directions = axes.directions(7);
        assert!((&directions * directions.transpose() - DMatrix::<f64>::identity(4, 4)).amax() < 1e-15);
        let cosines: Vec<f64> = (0..4).map(|direction| directions[(direction, direction)]).collect();
        assert_eq!(cosines, [1.0, 0.2f64.cos(), 1.0, 0.6f64.cos()]);
    }

    #[test]
    fn files_say_what_a_learner_sees() {
        let student = |text: &str| {
            read(&format!("spectrum = [4, 1, 0]\ntruth = [1, 1, 1]\nnoise = 0\nstudent = {text}\n"))
                .map(|problem| problem.student().clone())
        };
        assert_eq!(student("{ first = 2 }"), Ok(Features::First(2)));
        assert_eq!(student("{}"), Ok(Features::First(3)));
        assert_eq!(student("{ first = 2, shared = 1, angle = 0 }"), Ok(Features::First(2)));
        let Ok(Features::Turned(axes)) = student("{ first = 2, shared = 1, angle = 0.3 }") else { panic!("turned") };
        assert_eq!((axes.count(), axes.partner(0), axes.partner(1)), (2, None, Some(2)));
        assert_eq!([0, 1, 2].map(|coordinate| axes.reaches(coordinate)), [true; 3]);
        let (sine, cosine) = 0.3f64.sin_cos();
        assert_eq!(axes.directions(3), dmatrix![1.0, 0.0, 0.0; 0.0, cosine, sine]);
        assert_eq!(student("{ spectrum = [1, 3, 0] }"), Ok(Features::Scaled(vec![1.0, 3.0, 0.0])));
        assert_eq!(student("{ first = 2, shared = 1, angle = [0.3] }"), Ok(Features::Turned(axes)));
        assert_eq!(student("{ projection = 9 }"), Ok(Features::Projection(9)));
        assert_eq!(student("{ projection = inf }"), Ok(Features::First(3)));
        assert_eq!(student("{ relu = 9 }"), Ok(Features::Relu(9)));
        let fault = |text: &str| student(text).expect_err(text);
        assert!(fault("{ first = 4 }").contains("student.first = 4: must be a whole number from 1 to 3"));
        assert!(fault("{ first = 2, angle = 0.3 }").contains("student.shared = 0: must be a whole number from 1 to 2"));
        assert!(fault("{ first = 2, shared = 3, angle = 0.3 }").contains("student.shared = 3"));
        assert!(fault("{ first = 1, angle = 1.6 }").contains("student.angle = 1.6: must be from 0 to 1.5707963"));
        assert!(fault("{ first = 1, shared = 1 }").contains("shared and angle go together"));
        assert!(fault("{ angle = 1 }").contains("write { first = …, shared = …, angle = … }"));
        assert!(fault("{ first = 2, shared = 1, angle = [0.3, 1] }").contains("student.angle has 2 angles, and 1 of"));
        assert!(fault("{ first = 1, angle = [-1] }").contains("student.angle = -1: must be from 0"));
        assert!(fault("{ first = 1, angle = \"wide\" }").contains("expected an angle, or a list"));
        assert!(fault("{ projection = -inf }").contains("write a whole number or inf"));
        assert!(fault("{ projection = \"wide\" }").contains("a whole number or inf"));
        assert!(fault("{ first = 1, projection = inf }").contains("a learner sees one thing"));
        assert!(fault("{ projection = 0 }").contains("student.projection = 0"));
        assert!(fault("{ relu = 0 }").contains("student.relu = 0"));
        assert!(fault("{ relu = 1000000000 }").contains("more units than"));
        assert!(fault("{ first = 1, projection = 2 }").contains("a learner sees one thing"));
        assert!(fault("{ width = 1 }").contains("expected one of `first`"));
        assert!(fault("{ spectrum = [1, 3] }").contains("write 3 eigenvalues"));
        assert!(fault("{ spectrum = [1, 3, 1] }").contains("along coordinate 3"));
        assert!(fault("{ spectrum = { ar1 = 0.5, dim = 3 } }").contains("student.spectrum = { ar1 }"));
    }

    /// The risk of a learner that sees x₁ + x₂ depends on the product of β₁ and β₂.
    #[test]
    fn a_random_truth_is_not_seen_along_turned_axes() {
        let text = "spectrum = [4, 1, 1]\ntruth = { random = 1 }\nnoise = 0\nteacher = { first = 1, angle = 0.5 }\n";
        assert!(read(text).expect_err("a fault").contains("regression.teacher.angle with truth = { random }"));
        assert!(read(&text.replace("random = 1", "length = 1")).is_ok_and(|problem| !problem.truth_is_random()));
        assert!(read(&text.replace("0.5", "0")).is_ok_and(|problem| problem.truth_is_random()));
    }

    #[test]
    fn prompts_have_independent_coordinates() {
        let with = |word: &str| read(&format!("spectrum = [4, 1]\nprompts = \"{word}\"\ntruth = [1, 1]\nnoise = 0\n"));
        for law in [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Rademacher, PromptLaw::Laplace] {
            assert_eq!(with(law.word()).map(|problem| problem.prompts().clone()), Ok(law));
        }
        let units = "spectrum = [1]\nprompts = \"cube\"\ntruth = [1]\nnoise = 0\nteacher = { relu = 3 }\n";
        assert!(read(units).expect_err("a fault").contains("teacher.relu with regression.prompts = \"cube\""));
        assert!(with("sphere").expect_err("a fault").contains("coordinates must be independent"));
    }

    #[test]
    fn faults_name_key_and_remedy() {
        let fault = |text: &str| read(text).expect_err(text);
        let with = |spectrum: &str, rest: &str| fault(&format!("spectrum = {spectrum}\n{rest}"));
        assert!(with("{ power = 2 }", "truth = [1]\nnoise = 0\n").contains("{ power = …, dim = … }"));
        assert!(with("{ unknown = 2 }", "truth = [1]\nnoise = 0\n").contains("expected one of `power`"));
        assert!(with("\"flat\"", "truth = [1]\nnoise = 0\n").contains("a list of eigenvalues"));
        assert!(with("[1, -1]", "truth = [1, 1]\nnoise = 0\n").contains("regression.spectrum = -1"));
        assert!(with("[]", "truth = [1]\nnoise = 0\n").contains("at least one eigenvalue"));
        assert!(with("{ power = 2, dim = 100000000 }", "truth = { power = 1 }\nnoise = 0\n").contains("more than"));
        assert!(with("[1, 1]", "truth = [1]\nnoise = 0\n").contains("write 2 numbers"));
        assert!(with("[1, 1]", "truth = { power = 1, random = 1 }\nnoise = 0\n").contains("of no form or of several"));
        assert!(with("[1, 0]", "truth = { power = 1 }\nnoise = 0\n").contains("an eigenvalue of 0"));
        assert!(with("[1, 1]", "truth = { length = 1, first = 3 }\nnoise = 0\n").contains("from 1 to 2"));
        assert!(with("[1]", "truth = [1]\nnoise = -1\n").contains("regression.noise = -1"));
        assert!(with("[1]", "truth = [1]\nnoise = 0\nteacher = { first = 2 }\n").contains("teacher.first = 2"));
        assert!(with("{ ar1 = 1, dim = 2 }", "truth = [1, 0]\nnoise = 0\n").contains("between -1 and 1"));
    }

    /// A vector of eigenvalues may be longer than a matrix is wide.
    #[test]
    fn known_eigenvectors_allow_more_coordinates() {
        let of_dim = |spectrum: &str| read(&format!("spectrum = {spectrum}\ntruth = {{ length = 1 }}\nnoise = 0\n"));
        assert_eq!(of_dim("{ power = 2, dim = 65536 }").expect("a problem").dim(), 65_536);
        assert!(of_dim("{ levels = [[1, 60000], [0.5, 6000]] }").expect_err("too many").contains("more than 65536"));
        assert!(of_dim("{ ar1 = 0.5, dim = 4097 }").expect_err("too many").contains("more than 4096"));
    }

    /// Σ = VΛVᵀ, and the truth keeps its length.
    #[test]
    fn eigenvectors_of_an_autoregression_give_the_covariance_back() {
        let all = LearnerSpec::All;
        let spectrum = SpectrumSpec::Ar1 { ar1: -0.7, dim: 6 };
        let unit = |place: usize| (0..6).map(|i| f64::from(u8::from(i == place))).collect::<Vec<f64>>();
        let along = |place| {
            let (spectrum, truth, prompts) = (spectrum.clone(), TruthSpec::List(unit(place)), PromptLaw::Gaussian);
            let (teacher, student) = (all.clone(), all.clone());
            LinearProblem::new(&LinearSpec {
                spectrum,
                prompts,
                truth,
                noise: 0.0,
                pseudo_noise: 0.0,
                teacher,
                student,
            })
            .expect("a problem")
        };
        let (second, fifth) = (along(1), along(4));
        let entry = |a: &LinearProblem, b: &LinearProblem| -> f64 {
            (0..6).map(|i| a.eigenvalues()[i] * a.truth()[i] * b.truth()[i]).sum()
        };
        assert!((entry(&second, &fifth) - (-0.7f64).powi(3)).abs() < 1e-14);
        assert!((entry(&second, &second) - 1.0).abs() < 1e-14);
    }
}
